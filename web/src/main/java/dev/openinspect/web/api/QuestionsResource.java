package dev.openinspect.web.api;

import dev.openinspect.questions.Questions;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What the agent of a session asks people. Whoever may prompt may answer; the first answer counts. */
@Path("/sessions/{id}/questions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER})
public class QuestionsResource {
    @Inject
    CurrentCaller current;

    @Inject
    Questions questions;

    @GET
    @RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
    public Response list(
            @PathParam("id") String id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var all = questions.list(current.require(), Parameters.id(id, "session"));
        var page = Slice.of(all, question -> question.id().toString(), cursor, limit);
        return Answers.ok(new Document()
                .withAll("questions", page.items(), QuestionDocuments::of)
                .with("nextCursor", page.nextCursor()));
    }

    @POST
    @Path("/{questionId}/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response answer(@PathParam("id") String id, @PathParam("questionId") String questionId, JsonBody body) {
        String answer = body.fields("answer").text("answer");
        return Answers.ok(QuestionDocuments.of(questions.answer(
                current.require(), Parameters.id(id, "session"), Parameters.id(questionId, "question"), answer)));
    }
}
