package dev.openinspect.web.api;

import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.sandboxes.SandboxProvider;
import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.security.CurrentCaller;
import dev.openinspect.web.security.Groups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What keeps sandboxes apart on the machine that runs them, and what that machine cannot enforce. */
@Path("/sandbox-host")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class SandboxHostResource {
    @Inject
    CurrentCaller current;

    @Inject
    Rights rights;

    @Inject
    SandboxProvider host;

    @GET
    public Response protection() {
        rights.require(current.require(), Permission.REPOSITORY_READ);
        try {
            return Answers.ok(document(host.capabilities()));
        } catch (SandboxHostFailure e) {
            // Whoever asks wants to know how well it is protected; that nobody knows is an answer, too.
            return Answers.ok(new Document().with("available", false));
        }
    }

    private static Document document(Capabilities capabilities) {
        return new Document()
                .with("available", true)
                .with("isolated", capabilities.isolated())
                .with(
                        "limits",
                        new Document()
                                .with("memory", capabilities.memoryLimit())
                                .with("cpu", capabilities.cpuLimit())
                                .with("processes", capabilities.processLimit())
                                .with("disk", capabilities.diskLimit()))
                .with("maxSandboxes", capabilities.maxSandboxes())
                .withAll("notes", capabilities.notes(), note -> new Document().with("text", note));
    }
}
