package dev.openinspect.web.api;

import dev.openinspect.secrets.SecretView;
import dev.openinspect.web.json.Document;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** How secrets are shown: never with a value. */
final class SecretDocuments {
    private SecretDocuments() {}

    static Response all(List<SecretView> secrets) {
        return Answers.ok(new Document().withAll("secrets", secrets, SecretDocuments::one));
    }

    static Document one(SecretView secret) {
        Document document = new Document()
                .with("name", secret.name())
                .with("version", secret.version())
                .with("changedAt", secret.changedAt());
        UUID person = secret.changedBy();
        return person == null
                ? document
                : document.with(
                        "changedBy",
                        new Document().with("id", person).with("name", String.valueOf(secret.changedByName())));
    }
}
