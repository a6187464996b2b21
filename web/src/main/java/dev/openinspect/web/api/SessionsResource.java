package dev.openinspect.web.api;

import dev.openinspect.people.Caller;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sessions.NewSession;
import dev.openinspect.sessions.SessionDetail;
import dev.openinspect.sessions.SessionFilter;
import dev.openinspect.sessions.SessionPage;
import dev.openinspect.sessions.SessionQueries;
import dev.openinspect.sessions.SessionStatus;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.web.json.Choices;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions: list, open, look, name, put away. */
@Path("/sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class SessionsResource {
    private static final int LARGEST_PAGE = 200;

    @Inject
    CurrentCaller current;

    @Inject
    Sessions sessions;

    @Inject
    SessionQueries queries;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response list(
            @QueryParam("q") @Nullable String q,
            @QueryParam("status") @Nullable String status,
            @QueryParam("mine") @Nullable String mine,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        SessionStatus wanted =
                status == null || status.isEmpty() ? null : Choices.of(SessionStatus.class, status, "status");
        SessionFilter filter = new SessionFilter(
                q, wanted, Parameters.flag("mine", mine), cursor, Parameters.limit(limit, LARGEST_PAGE));
        SessionPage page = queries.list(current.require(), filter);
        return Answers.ok(new Document()
                .withAll("sessions", page.sessions(), SessionDocuments::summary)
                .with("nextCursor", page.nextCursor()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonBody body) {
        Fields fields = body.fields("repository", "repositories", "branch", "title", "model", "costLimit");
        NewSession wanted = new NewSession(
                repository(fields),
                fields.optionalText("branch"),
                fields.optionalText("title"),
                fields.optionalText("model"),
                fields.optionalDecimal("costLimit"));
        SessionDetail session = sessions.create(current.require(), wanted);
        return Answers.created("/sessions/" + session.id(), SessionDocuments.detail(session));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response find(@PathParam("id") String id) {
        return Answers.ok(SessionDocuments.detail(queries.find(current.require(), session(id))));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(@PathParam("id") String id, JsonBody body) {
        Caller caller = current.require();
        sessions.rename(caller, session(id), body.fields("title").text("title"));
        return Answers.ok(SessionDocuments.detail(queries.find(caller, session(id))));
    }

    @DELETE
    @Path("/{id}")
    public Response remove(@PathParam("id") String id) {
        sessions.remove(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/{id}/stop")
    public Response stop(@PathParam("id") String id) {
        sessions.stop(current.require(), session(id));
        return Answers.accepted();
    }

    @POST
    @Path("/{id}/archive")
    public Response archive(@PathParam("id") String id) {
        sessions.archive(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/{id}/restore")
    public Response restore(@PathParam("id") String id) {
        sessions.restore(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/{id}/cancel")
    public Response cancel(@PathParam("id") String id) {
        sessions.cancel(current.require(), session(id));
        return Answers.done();
    }

    @POST
    @Path("/{id}/sandbox/restart")
    public Response restartSandbox(@PathParam("id") String id) {
        sessions.restartSandbox(current.require(), session(id));
        return Answers.accepted();
    }

    @GET
    @Path("/{id}/artifacts")
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response artifacts(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var all = queries.artifacts(current.require(), session(id));
        var page = Slice.of(all, artifact -> artifact.id().toString(), cursor, limit);
        return Answers.ok(new Document()
                .withAll("artifacts", page.items(), SessionDocuments::artifact)
                .with("nextCursor", page.nextCursor()));
    }

    private static UUID session(String id) {
        return Parameters.id(id, "session");
    }

    /** One repository, said in either way; several are a feature to come. */
    private static String repository(Fields fields) {
        String one = fields.optionalText("repository");
        List<String> several = fields.optionalTexts("repositories");
        if (several == null) {
            return fields.text("repository");
        }
        if (one != null || several.isEmpty()) {
            throw ProblemException.badRequest(
                    "invalid_field", "Name a repository here or in repository.", "repositories");
        }
        if (several.size() > 1) {
            throw new Refused(
                    RefusalCode.SEVERAL_REPOSITORIES,
                    "A session works on one repository; several are not possible yet.");
        }
        return several.getFirst();
    }
}
