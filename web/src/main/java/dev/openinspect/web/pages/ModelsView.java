package dev.openinspect.web.pages;

import static java.util.stream.Collectors.joining;

import dev.openinspect.models.ModelCatalog;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;

/** The language models that a prompt may name, the usual one first. */
@Named
@RequestScoped
public class ModelsView {
    @Inject
    ModelCatalog catalog;

    public List<ModelCatalog.Model> getModels() {
        return modelsFor(catalog.defaultModel().fullName());
    }

    /** The models with this one first; one that is no longer configured is not offered. */
    public List<ModelCatalog.Model> modelsFor(String first) {
        List<ModelCatalog.Model> all = new ArrayList<>();
        catalog.find(first).ifPresent(all::add);
        catalog.providers().stream()
                .flatMap(provider -> provider.models().stream())
                .filter(model -> !model.fullName().equals(first))
                .forEach(all::add);
        return all;
    }

    /** Full names of the scripted models, divided by spaces. */
    public String getDemoModels() {
        return catalog.providers().stream()
                .flatMap(provider -> provider.models().stream())
                .filter(ModelCatalog.Model::demo)
                .map(ModelCatalog.Model::fullName)
                .collect(joining(" "));
    }
}
