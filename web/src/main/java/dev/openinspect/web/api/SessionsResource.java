package dev.openinspect.web.api;

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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions: list and open. */
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
                q,
                wanted,
                Parameters.flag("mine", mine),
                Parameters.said(cursor),
                Parameters.limit(limit, LARGEST_PAGE));
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
