package dev.openinspect.runtime.workspace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openinspect.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Changes as they are sent.
 *
 * @param packed JSON, packed by gzip
 * @param hash of the JSON: the same changes have the same
 */
record ChangesDocument(byte[] packed, String hash) {

    static ChangesDocument of(Changes changes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var packed = new ByteArrayOutputStream();
            try (var json = Json.generator(new DigestOutputStream(new GZIPOutputStream(packed), digest))) {
                write(json, changes);
            }
            return new ChangesDocument(packed.toByteArray(), HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            // Into memory one can always write.
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(JsonGenerator json, Changes changes) throws IOException {
        json.writeStartObject();
        json.writeStringField("base", changes.base());
        json.writeStringField("head", changes.head());
        json.writeBooleanField("truncated", changes.truncated());
        json.writeArrayFieldStart("files");
        for (var file : changes.files()) write(json, file);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ChangedFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.path());
        json.writeStringField("oldPath", file.oldPath());
        json.writeStringField("status", file.status().word());
        json.writeStringField("oldMode", file.oldMode());
        json.writeStringField("mode", file.mode());
        json.writeNumberField("added", file.added());
        json.writeNumberField("removed", file.removed());
        json.writeBooleanField("binary", file.binary());
        json.writeBooleanField("tooLarge", file.tooLarge());
        json.writeNumberField("bytes", file.bytes());
        if (file.oldBytes() != null) json.writeNumberField("oldBytes", file.oldBytes());
        json.writeStringField("patch", file.patch());
        json.writeEndObject();
    }
}
