package dev.openinspect.web.api;

import dev.openinspect.people.ChosenPassword;
import dev.openinspect.people.NewPerson;
import dev.openinspect.people.People;
import dev.openinspect.people.PersonChange;
import dev.openinspect.people.PersonPage;
import dev.openinspect.people.Role;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.Fields;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People, for administrators. */
@Path("/people")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Groups.ADMIN)
public class PeopleResource {
    @Inject
    CurrentCaller current;

    @Inject
    People people;

    @GET
    public Response list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        PersonPage page =
                people.list(current.require(), Parameters.said(cursor), Parameters.limit(limit, People.LARGEST_PAGE));
        return Answers.ok(new Document()
                .withAll("people", page.people(), PersonDocuments::person)
                .with("nextCursor", page.nextCursor()));
    }

    /** Without a password in the request, one is chosen and answered, once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(JsonBody body) {
        Fields fields = body.fields("email", "name", "role", "password");
        ChosenPassword added = people.add(
                current.require(),
                new NewPerson(
                        fields.text("email"),
                        fields.text("name"),
                        fields.choice("role", Role.class),
                        fields.optionalText("password")));
        return Answers.created(
                "/people/" + added.person().id(),
                PersonDocuments.person(added.person()).with("password", added.password()));
    }

    @GET
    @Path("/{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(PersonDocuments.person(people.find(current.require(), person(id))));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(@PathParam("id") String id, JsonBody body) {
        Fields fields = body.fields("name", "role", "disabled");
        PersonChange change = new PersonChange(
                fields.optionalText("name"),
                fields.optionalChoice("role", Role.class),
                fields.optionalFlag("disabled"));
        return Answers.ok(PersonDocuments.person(people.change(current.require(), person(id), change)));
    }

    @POST
    @Path("/{id}/password")
    public Response resetPassword(@PathParam("id") String id) {
        ChosenPassword chosen = people.resetPassword(current.require(), person(id));
        return Answers.ok(new Document().with("password", chosen.password()));
    }

    private static UUID person(String id) {
        return Parameters.id(id, "person");
    }
}
