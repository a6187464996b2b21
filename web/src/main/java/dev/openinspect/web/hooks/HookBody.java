package dev.openinspect.web.hooks;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the JSON out of a body, whichever of its two media types a delivery has. Bytes that are no UTF-8, and NUL, which no database keeps, become
 * U+FFFD: a genuine delivery is stored, whatever is in it, and what cannot be read then fails where administrators see it.
 */
final class HookBody {
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";
    private static final String PAYLOAD = "payload=";

    private HookBody() {}

    /** Empty for another media type, and for a form without a payload. */
    static Optional<String> json(String mediaType, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (mediaType) {
            case JSON -> Optional.of(storable(text));
            case FORM -> payload(text).map(HookBody::storable);
            default -> Optional.empty();
        };
    }

    private static Optional<String> payload(String form) {
        return Arrays.stream(form.split("&"))
                .filter(field -> field.startsWith(PAYLOAD))
                .findFirst()
                .map(field -> decoded(field.substring(PAYLOAD.length())));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not properly encoded: it is stored as it is and fails where administrators see it.
            return value;
        }
    }

    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }
}
