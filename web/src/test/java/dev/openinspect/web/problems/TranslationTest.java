package dev.openinspect.web.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import jakarta.ejb.EJBException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {
    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void every_refusal_keeps_its_status_its_code_and_its_sentence(RefusalCode code) {
        Problem problem = Translation.of(new Refused(code, "No.")).orElseThrow();

        assertThat(problem.status()).isEqualTo(code.httpStatus()).isBetween(400, 599);
        assertThat(problem.code()).isEqualTo(code.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(problem.detail()).isEqualTo("No.");
    }

    @Test
    void a_refusal_is_found_under_what_containers_wrap_around_it() {
        Throwable wrapped = new EJBException(new RuntimeException(Refused.notFound("session")));

        assertThat(Translation.of(wrapped))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("not_found"));
    }

    @Test
    void a_change_at_the_same_moment_is_a_conflict() {
        assertThat(Translation.of(new EJBException(new OptimisticLockException())))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(409));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "40001"})
    void a_database_that_is_away_for_a_moment_asks_to_come_again(String sqlState) {
        Throwable failure = new EJBException(new PersistenceException(new SQLException("away", sqlState)));

        assertThat(Translation.of(failure)).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.retryAfter()).isPositive();
        });
    }

    @Test
    void a_pool_that_has_no_connection_to_give_asks_to_come_again() {
        SQLException words = new SQLException("Error in allocating a connection.");
        words.initCause(new ResourceAllocationException("closed"));

        assertThat(Translation.of(new EJBException(new PersistenceException(words))))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void a_body_that_the_server_waited_for_in_vain_is_a_timeout() {
        assertThat(Translation.of(new ProcessingException(new IOException("nobody spoke"))))
                .hasValueSatisfying(problem -> {
                    assertThat(problem.status()).isEqualTo(408);
                    assertThat(problem.code()).isEqualTo("body_timeout");
                });
    }

    @Test
    void a_call_of_ours_that_failed_is_no_fault_of_whoever_asked() {
        assertThat(Translation.of(new EJBException(new ProcessingException(new IOException("nobody answered")))))
                .isEmpty();
    }

    @Test
    void faults_of_ours_have_no_translation() {
        assertThat(Translation.of(new IllegalStateException("secret words"))).isEmpty();
        assertThat(Translation.of(new PersistenceException(new SQLException("bad", "42601"))))
                .isEmpty();
    }

    @Test
    void a_circle_of_causes_ends() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Translation.of(first)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 405, 406, 411, 413, 415, 431})
    void what_the_container_refuses_has_a_code_too(int status) {
        Problem problem = Translation.ofStatus(status).orElseThrow();

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).matches("[a-z_]+");
    }

    @Test
    void a_role_that_the_container_refuses_has_the_code_of_every_other_refusal() {
        assertThat(Translation.ofStatus(501).orElseThrow().code()).isEqualTo("method_not_allowed");
        assertThat(Translation.ofStatus(403).orElseThrow().code()).isEqualTo("forbidden");
        assertThat(Translation.ofStatus(401).orElseThrow().code()).isEqualTo("not_signed_in");
    }

    @Test
    void the_document_is_that_of_rfc_9457_and_says_when_to_come_again() {
        Problem problem = new Problem(429, "queue_full", "Wait.", "text", Duration.ofMillis(1_001));

        assertThat(problem.json("request-1"))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,"
                        + "\"code\":\"queue_full\",\"detail\":\"Wait.\",\"requestId\":\"request-1\","
                        + "\"field\":\"text\",\"retryAfterSeconds\":2}");
    }

    @Test
    void a_422_has_a_title_too() {
        assertThat(Problem.of(422, "unknown_model", "No.").json("r")).contains("\"title\":\"Unprocessable Content\"");
    }

    @Test
    void an_internal_problem_tells_nothing_of_its_cause() {
        assertThat(Problem.internal().json("request-1"))
                .contains("\"code\":\"internal\"")
                .contains("request-1");
    }
}
