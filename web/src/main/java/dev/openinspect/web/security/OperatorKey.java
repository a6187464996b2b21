package dev.openinspect.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The installation's key as the operator's proof: whoever can read the file may get back in. */
@ApplicationScoped
public class OperatorKey {
    static final String TIME_HEADER = "X-Operator-Time";

    @Inject
    @ConfigProperty(name = "OPENINSPECT_KEYS")
    Optional<String> folder;

    @Inject
    Clock clock;

    /** Whether the request is signed with the key and fresh. Without a key file nobody is the operator. */
    boolean signed(RequestFacts request, String signature) {
        Optional<OperatorSignature> expected = folder.map(name -> Path.of(name, "master.key"))
                .filter(Files::isReadable)
                .map(OperatorKey::read)
                .map(OperatorSignature::new);
        Optional<Instant> sent = request.header(TIME_HEADER).flatMap(OperatorKey::time);
        return expected.isPresent()
                && sent.isPresent()
                && expected.get().matches(request.method(), request.path(), sent.get(), clock.instant(), signature);
    }

    private static byte[] read(Path file) {
        try {
            // Older keys, in further lines, only open what they sealed.
            return Files.readString(file, StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .findFirst()
                    .map(HexFormat.of()::parseHex)
                    .orElseThrow(() -> new IllegalStateException("The key file is empty."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Instant> time(String seconds) {
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
        } catch (NumberFormatException | DateTimeException e) {
            // No time then, which is refused like an old one.
            return Optional.empty();
        }
    }
}
