package dev.openinspect.web.api;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp.Profile;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.HostedRepositories;
import dev.openinspect.repositories.HostedState;
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
import java.util.Optional;

/** The app at the code host: where it is installed, and whether it was given more than it needs. */
@Path("/code-host")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Groups.ADMIN)
public class CodeHostResource {
    @Inject
    CurrentCaller current;

    @Inject
    HostedRepositories hosted;

    @GET
    public Response find() {
        HostedState state = hosted.state(current.require());
        return Answers.ok(document(hosted.profile(), state));
    }

    static Document document(Optional<Profile> configured, HostedState state) {
        Profile profile = configured.orElseThrow(() -> Refused.notFound("app at a code host"));
        return new Document()
                .with("name", profile.name())
                .with("webUrl", profile.webUrl())
                .with("installUrl", profile.installUrl())
                .withAll("installations", state.places(), CodeHostResource::installation)
                .with("lookedAt", state.lookedAt())
                .with("problem", state.problem())
                .with("warning", state.everything() ? warning(profile) : null);
    }

    private static Document installation(HostedState.Place place) {
        AppInstallation installation = place.installation();
        return new Document()
                .with("account", installation.account())
                .with("everything", installation.everything())
                .with("suspended", installation.suspended())
                .with("settingsUrl", installation.settingsUrl())
                .with("repositories", place.repositories());
    }

    private static String warning(Profile profile) {
        return "The app is installed on all repositories of an account, also on those that come later. Choose at "
                + profile.name() + " the repositories that agents may work on.";
    }
}
