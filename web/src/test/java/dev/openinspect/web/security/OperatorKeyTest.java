package dev.openinspect.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final byte[] FIRST = new byte[32];
    private static final byte[] OLDER = "an older key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final OperatorKey key = new OperatorKey();

    @BeforeEach
    void there_are_two_keys() throws IOException {
        Files.write(
                folder.resolve("master.key"),
                List.of(HexFormat.of().formatHex(FIRST), "", HexFormat.of().formatHex(OLDER)));
        key.folder = Optional.of(folder.toString());
        key.clock = Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Test
    void the_first_key_of_the_file_is_the_operators() {
        assertThat(key.signed(request(), new OperatorSignature(FIRST).of("POST", "/operator/keys", NOW)))
                .isTrue();
    }

    @Test
    void a_key_that_only_opens_old_values_is_not() {
        assertThat(key.signed(request(), new OperatorSignature(OLDER).of("POST", "/operator/keys", NOW)))
                .isFalse();
    }

    private static RequestFacts request() {
        return Requests.to("/operator/keys")
                .by("POST")
                .with(OperatorKey.TIME_HEADER, Long.toString(NOW.getEpochSecond()))
                .facts();
    }
}
