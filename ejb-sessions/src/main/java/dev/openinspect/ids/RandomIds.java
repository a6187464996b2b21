package dev.openinspect.ids;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Identifiers from the platform's strong random source. May be shared between threads. */
@ApplicationScoped
public class RandomIds implements Ids {
    private static final int SECRET_BYTES = 32;
    private final SecureRandom random = new SecureRandom();

    @Override
    public UUID next() {
        return UUID.randomUUID();
    }

    @Override
    public String secret(String prefix) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
