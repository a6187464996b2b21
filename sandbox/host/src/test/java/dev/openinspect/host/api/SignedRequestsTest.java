package dev.openinspect.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.host.sandbox.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRequestsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] KEY = HexFormat.of().parseHex("0f".repeat(32));
    private static final byte[] BODY = "{\"graceSeconds\":5}".getBytes(StandardCharsets.UTF_8);
    private static final String PATH = "/v1/sandboxes/6a1c2a0e-1111-4222-8333-444455556666/3/stop";

    private final Nonces nonces = new Nonces(Clock.fixed(NOW, ZoneOffset.UTC), 3);
    private final SignedRequests requests = new SignedRequests(KEY, Clock.fixed(NOW, ZoneOffset.UTC), nonces);

    /** Computed with openssl, so that this class and its test cannot share one mistake. */
    @Test
    void the_sample_of_the_contract_is_accepted() {
        var header =
                "OI-HMAC-SHA256 keyId=control,time=1700000000,nonce=AAAAAAAAAAAAAAAA,signature=220d2bd1fb292d4235285b3365e6e5ec07442dc3a5bf1d096cbe17b4fd2cab78";

        assertThatCode(() -> requests.check("POST", PATH, BODY, header)).doesNotThrowAnyException();
    }

    @Test
    void a_missing_header_is_refused() {
        assertThatThrownBy(() -> requests.check("GET", "/v1/sandboxes", new byte[0], null))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer x",
                "OI-HMAC-SHA256 keyId=a,time=1700000000,nonce=short,signature=00",
                "OI-HMAC-SHA256 keyId=a,time=soon,nonce=AAAAAAAAAAAAAAAA,signature="
                        + "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void a_malformed_header_is_refused(String header) {
        assertThatThrownBy(() -> requests.check("GET", "/v1/sandboxes", new byte[0], header))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_nonce_works_once() {
        var header = header(NOW.getEpochSecond(), "BBBBBBBBBBBBBBBB");
        requests.check("POST", PATH, BODY, header);

        assertThatThrownBy(() -> requests.check("POST", PATH, BODY, header)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_minute_is_tolerated_and_not_a_second_more() {
        requests.check("POST", PATH, BODY, header(NOW.getEpochSecond() - 60, "CCCCCCCCCCCCCCCC"));
        requests.check("POST", PATH, BODY, header(NOW.getEpochSecond() + 60, "DDDDDDDDDDDDDDDD"));

        assertThatThrownBy(
                        () -> requests.check("POST", PATH, BODY, header(NOW.getEpochSecond() - 61, "EEEEEEEEEEEEEEEE")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_wrong_signature_does_not_use_up_the_nonce() {
        var good = header(NOW.getEpochSecond(), "FFFFFFFFFFFFFFFF");
        assertThatThrownBy(() -> requests.check("DELETE", PATH, BODY, good)).isInstanceOf(Refusal.class);

        assertThatCode(() -> requests.check("POST", PATH, BODY, good)).doesNotThrowAnyException();
    }

    @Test
    void nonces_are_bounded_and_forgotten_after_five_minutes() {
        var clock = new MovableClock(NOW);
        var bounded = new Nonces(clock, 2);

        assertThat(bounded.first("a")).isTrue();
        assertThat(bounded.first("b")).isTrue();
        assertThat(bounded.first("c")).as("full").isFalse();
        clock.now = NOW.plusSeconds(301);
        assertThat(bounded.first("c")).isTrue();
    }

    private String header(long time, String nonce) {
        var signature = HexFormat.of().formatHex(requests.signature("POST", PATH, time, nonce, BODY));
        return "OI-HMAC-SHA256 keyId=control,time=%d,nonce=%s,signature=%s".formatted(time, nonce, signature);
    }

    private static final class MovableClock extends Clock {
        private Instant now;

        MovableClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
