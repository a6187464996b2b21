package dev.openinspect.web.api;

import dev.openinspect.people.Credential;
import dev.openinspect.sessions.NewPrompt;
import dev.openinspect.sessions.PromptSource;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The prompts of a session. Accepted means queued: the answer does not wait for the agent. */
@Path("/sessions/{id}/prompts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class PromptsResource {
    @Inject
    CurrentCaller current;

    @Inject
    Sessions sessions;

    @Inject
    SessionQueries queries;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response list(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var all = queries.prompts(current.require(), session(id));
        var page = Slice.of(all, prompt -> prompt.id().toString(), cursor, limit);
        return Answers.ok(new Document()
                .withAll("prompts", page.items(), SessionDocuments::prompt)
                .with("nextCursor", page.nextCursor()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(@PathParam("id") String id, JsonBody body) {
        Fields fields = body.fields("text", "clientRequestId", "model");
        NewPrompt prompt = new NewPrompt(
                fields.text("text"), fields.optionalText("clientRequestId"), fields.optionalText("model"), source());
        return Answers.accepted(SessionDocuments.receipt(sessions.prompt(current.require(), session(id), prompt)));
    }

    @POST
    @Path("/{promptId}/retry")
    public Response retry(@PathParam("id") String id, @PathParam("promptId") String promptId) {
        return Answers.accepted(
                SessionDocuments.receipt(sessions.retry(current.require(), session(id), prompt(promptId))));
    }

    @DELETE
    @Path("/{promptId}")
    public Response withdraw(@PathParam("id") String id, @PathParam("promptId") String promptId) {
        sessions.withdraw(current.require(), session(id), prompt(promptId));
        return Answers.done();
    }

    private PromptSource source() {
        boolean console = current.credential()
                .filter(credential -> credential.kind() == Credential.Kind.LOGIN)
                .isPresent();
        return console ? PromptSource.WEB : PromptSource.API;
    }

    private static UUID session(String id) {
        return Parameters.id(id, "session");
    }

    private static UUID prompt(String id) {
        return Parameters.id(id, "prompt");
    }
}
