package dev.openinspect.web.api;

import dev.openinspect.sessions.ShownFile;
import dev.openinspect.web.json.Document;

/** A file as its sandbox is told that it was taken. */
public final class FileDocuments {
    private FileDocuments() {}

    public static Document of(ShownFile file) {
        return new Document()
                .with("id", file.id())
                .with("kind", file.kind())
                .with("name", file.name())
                .with("title", file.title())
                .with("mediaType", file.mediaType())
                .with("bytes", file.bytes())
                .with("sha256", file.sha256());
    }
}
