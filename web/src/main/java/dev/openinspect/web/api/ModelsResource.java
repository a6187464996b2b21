package dev.openinspect.web.api;

import dev.openinspect.models.ModelCatalog;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
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
import java.util.List;

/** The language models that prompts may name. */
@Path("/models")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Groups.ADMIN, Groups.MEMBER, Groups.VIEWER})
public class ModelsResource {
    @Inject
    CurrentCaller current;

    @Inject
    ModelCatalog catalog;

    @Inject
    Rights rights;

    @GET
    public Response list() {
        rights.require(current.require(), Permission.REPOSITORY_READ);
        String standard = catalog.defaultModel().fullName();
        List<ModelCatalog.Model> models = catalog.providers().stream()
                .flatMap(provider -> provider.models().stream())
                .toList();
        return Answers.ok(new Document()
                .withAll("models", models, model -> document(model, standard))
                .with("defaultModel", standard));
    }

    private static Document document(ModelCatalog.Model model, String standard) {
        return new Document()
                .with("name", model.fullName())
                .with("title", model.name())
                .with("provider", model.providerId())
                .with("demo", model.demo())
                .with("default", model.fullName().equals(standard))
                .with("contextTokens", model.contextTokens())
                .with("outputTokens", model.outputTokens())
                .with("inputCost", model.inputCost())
                .with("outputCost", model.outputCost());
    }
}
