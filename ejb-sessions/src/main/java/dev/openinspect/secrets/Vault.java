package dev.openinspect.secrets;

/** Keeps secrets that the application must be able to read again. */
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

    /** A secret that is always the same for the same purpose and cannot be guessed without this installation's key: 256 bits, URL-safe. */
    String derive(String purpose);
}
