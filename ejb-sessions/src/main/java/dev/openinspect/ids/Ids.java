package dev.openinspect.ids;

import java.util.UUID;

/** Draws identifiers and secrets. */
public interface Ids {
    /** A new random identifier (version 4, RFC 9562). */
    UUID next();

    /** A new secret of 256 random bits, URL-safe, led by {@code prefix} so that scanners and people can tell what it is. */
    String secret(String prefix);
}
