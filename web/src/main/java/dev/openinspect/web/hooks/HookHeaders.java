package dev.openinspect.web.hooks;

import dev.openinspect.hooks.ArrivedHook;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What GitHub says beside the body of a delivery. Nothing in it is believed before the signature was checked. */
record HookHeaders(Lookup headers) {
    static final String SIGNATURE = "X-Hub-Signature-256";
    static final String DELIVERY = "X-GitHub-Delivery";
    static final String EVENT = "X-GitHub-Event";

    private static final int LONGEST_KEPT = 400;
    private static final Pattern EVENT_SHAPE = Pattern.compile("[a-z0-9_]{1,60}");
    private static final Pattern DELIVERY_SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Those that administrators see. Not the signature: whoever has it and the body can send the delivery again. */
    private static final List<String> KEPT = List.of(
            EVENT,
            DELIVERY,
            "X-GitHub-Hook-ID",
            "X-GitHub-Hook-Installation-Target-Type",
            "X-GitHub-Hook-Installation-Target-ID",
            "X-GitHub-Enterprise-Host",
            "X-GitHub-Enterprise-Version",
            "Content-Type",
            "User-Agent");

    /** Finds a header by its name in any case. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String find(String name);
    }

    Optional<String> signature() {
        return Optional.ofNullable(headers.find(SIGNATURE)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** GitHub's id of the delivery: a UUID, in lower case. */
    Optional<String> deliveryId() {
        return Optional.ofNullable(headers.find(DELIVERY))
                .map(String::strip)
                .filter(text -> DELIVERY_SHAPE.matcher(text).matches())
                .map(text -> UUID.fromString(text).toString());
    }

    Optional<String> event() {
        return Optional.ofNullable(headers.find(EVENT))
                .map(String::strip)
                .filter(text -> EVENT_SHAPE.matcher(text).matches());
    }

    /** The media type without its parameters. */
    String mediaType() {
        String said = String.valueOf(headers.find("Content-Type"));
        return said.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** A line each. */
    String kept() {
        UnaryOperator<String> line = name -> name + ": " + printable(String.valueOf(headers.find(name)));
        String all = KEPT.stream()
                .filter(name -> headers.find(name) != null)
                .map(line)
                .collect(Collectors.joining("\n"));
        return all.substring(0, Math.min(all.length(), ArrivedHook.LONGEST_HEADERS));
    }

    private static String printable(String value) {
        String clean = value.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(clean.length(), LONGEST_KEPT));
    }
}
