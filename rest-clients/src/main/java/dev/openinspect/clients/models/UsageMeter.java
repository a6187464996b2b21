package dev.openinspect.clients.models;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads along with an answer and picks out the tokens it says were used. Vendors repeat growing totals within a stream, so the largest one counts. It never
 * changes or delays the answer; what it cannot read it skips. For one answer and one thread.
 */
final class UsageMeter {
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST_DOCUMENT = 8 << 20;
    private static final byte[] WORD = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELD = "data:".getBytes(StandardCharsets.US_ASCII);

    private final boolean lines;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean tooLong;
    private long input;
    private long output;

    UsageMeter(String contentType) {
        this.lines = contentType.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    void read(byte[] bytes, int offset, int length) {
        int start = offset;
        for (int at = offset; lines && at < offset + length; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, start, at - start);
                line();
                start = at + 1;
            }
        }
        keep(bytes, start, offset + length - start);
    }

    void finish() {
        line();
    }

    long input() {
        return input;
    }

    long output() {
        return output;
    }

    private void keep(byte[] bytes, int offset, int length) {
        tooLong |= kept.size() + length > (lines ? LONGEST_LINE : LONGEST_DOCUMENT);
        if (!tooLong) {
            kept.write(bytes, offset, length);
        }
    }

    private void line() {
        byte[] text = kept.toByteArray();
        boolean usable = !tooLong && contains(text, WORD);
        kept.reset();
        tooLong = false;
        if (usable) {
            int start = lines && startsWith(text, FIELD) ? FIELD.length : 0;
            document(text, start);
        }
    }

    private void document(byte[] text, int start) {
        try (var reader = Json.createReader(new ByteArrayInputStream(text, start, text.length - start))) {
            JsonObject document = reader.readObject();
            usage(document);
            // OpenAI's responses and Anthropic's messages carry it one level deeper in their streams.
            usage(document.get("response"));
            usage(document.get("message"));
        } catch (JsonException e) {
            // Not JSON after all: there is nothing to count in it, and the answer itself goes on untouched.
            return;
        }
    }

    private void usage(@org.jspecify.annotations.Nullable JsonValue value) {
        if (value instanceof JsonObject object && object.get("usage") instanceof JsonObject usage) {
            long cached = number(usage, "cache_read_input_tokens") + number(usage, "cache_creation_input_tokens");
            input = Math.max(input, Math.max(number(usage, "prompt_tokens"), number(usage, "input_tokens") + cached));
            output = Math.max(output, Math.max(number(usage, "completion_tokens"), number(usage, "output_tokens")));
        }
    }

    private static long number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? Math.max(0, number.longValue()) : 0;
    }

    private static boolean startsWith(byte[] text, byte[] start) {
        return text.length >= start.length && java.util.Arrays.equals(text, 0, start.length, start, 0, start.length);
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int at = 0; at + word.length <= text.length; at++) {
            if (java.util.Arrays.equals(text, at, at + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }
}
