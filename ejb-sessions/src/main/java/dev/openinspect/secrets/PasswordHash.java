package dev.openinspect.secrets;

/** Makes and checks password hashes that are slow to guess. */
public interface PasswordHash {
    /** A self-describing hash with its own salt. */
    String of(String password);

    /** Whether the password belongs to the hash. Takes the same time either way. */
    boolean matches(String password, String hash);
}
