package dev.openinspect.secrets;

import java.util.List;

/**
 * Keeps secrets that the application must be able to read again. What it seals is a text {@code <format>.<key id>.<rest>}, so that rows can be counted by
 * their keys without opening them. When the operator changes the master keys, it seals with the new first one at once.
 */
public interface Vault {
    /**
     * Encrypts.
     *
     * @param purpose what the secret is and to whom it belongs, e.g. {@code repository:<id>}; opening needs the same words
     */
    String seal(String purpose, String secret);

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException if the text was changed, belongs to another purpose, or its key is not here
     */
    String open(String purpose, String sealed);

    /**
     * A secret that is always the same for the same purpose and the same master key, and cannot be guessed without that: 256 bits, URL-safe. With another
     * first key it is another one, so whoever needs it again keeps it sealed.
     */
    String derive(String purpose);

    /** The ids of the master keys that are here, the one that seals first. */
    List<String> keys();
}
