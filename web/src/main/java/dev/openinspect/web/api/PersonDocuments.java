package dev.openinspect.web.api;

import dev.openinspect.people.ApiTokenView;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.web.json.Document;

/** People and their tokens as the API shows them. */
final class PersonDocuments {
    private PersonDocuments() {}

    static Document person(PersonSummary person) {
        return new Document()
                .with("id", person.id())
                .with("email", person.email())
                .with("name", person.name())
                .with("role", person.role())
                .with("disabled", person.disabled())
                .with("hasPassword", person.hasPassword())
                .with("createdAt", person.createdAt());
    }

    static Document token(ApiTokenView token) {
        return new Document()
                .with("id", token.id())
                .with("name", token.name())
                .with("scope", token.scope())
                .with("createdAt", token.createdAt())
                .with("lastUsedAt", token.lastUsedAt())
                .with("expiresAt", token.expiresAt());
    }
}
