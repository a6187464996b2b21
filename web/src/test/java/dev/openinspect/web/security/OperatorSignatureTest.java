package dev.openinspect.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class OperatorSignatureTest {
    private static final byte[] KEY =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final Instant SENT = Instant.ofEpochSecond(1_795_435_200);
    private final OperatorSignature key = new OperatorSignature(KEY);

    @Test
    void it_is_the_hmac_that_other_programs_make() {
        // printf 'POST /operator/token 1795435200' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f
        assertThat(key.of("POST", "/operator/token", SENT))
                .isEqualTo("b6e7d99c845e1c3b62265b1ab82c2fafdce73ef673f2f5d906ee0e856cd2cd6f");
    }

    @Test
    void a_minute_of_difference_between_clocks_is_allowed() {
        String signature = key.of("POST", "/operator/token", SENT);

        assertThat(key.matches("POST", "/operator/token", SENT, SENT.plusSeconds(60), signature))
                .isTrue();
        assertThat(key.matches("POST", "/operator/token", SENT, SENT.minusSeconds(60), signature))
                .isTrue();
        assertThat(key.matches("POST", "/operator/token", SENT, SENT.plusSeconds(61), signature))
                .isFalse();
        assertThat(key.matches("POST", "/operator/token", SENT, SENT.minusSeconds(61), signature))
                .isFalse();
    }

    @Test
    void it_is_good_for_one_method_path_and_time_only() {
        String signature = key.of("POST", "/operator/token", SENT);

        assertThat(key.matches("GET", "/operator/token", SENT, SENT, signature)).isFalse();
        assertThat(key.matches("POST", "/operator/password", SENT, SENT, signature))
                .isFalse();
        assertThat(key.matches("POST", "/operator/token", SENT.plusSeconds(1), SENT, signature))
                .isFalse();
        assertThat(key.matches("POST", "/operator/token", SENT, SENT, "")).isFalse();
    }
}
