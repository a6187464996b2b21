package dev.openinspect.web.problems;

import dev.openinspect.refusals.Refused;
import dev.openinspect.web.limits.BeyondLimit;
import jakarta.persistence.OptimisticLockException;
import jakarta.resource.ResourceException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an exception means to a client. Looks through the wrappings that containers put around the cause. */
public final class Translation {
    private static final int DEEPEST = 20;
    private static final int REQUEST_TIMEOUT = 408;
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(5);

    private Translation() {}

    /** The problem that this exception stands for; empty if it is a fault of ours. */
    public static Optional<Problem> of(Throwable thrown) {
        // How Jakarta REST says that it could not read the request. Only as the outermost one: deeper down it is a call
        // of ours to another
        // server.
        if (thrown instanceof ProcessingException && thrown.getCause() instanceof IOException) {
            return Optional.of(Problem.bodyTimeout());
        }
        @Nullable Throwable link = thrown;
        for (int depth = 0; link != null && depth < DEEPEST; depth++) {
            Optional<Problem> known = ofLink(link);
            if (known.isPresent()) {
                return known;
            }
            link = link.getCause();
        }
        return Optional.empty();
    }

    private static Optional<Problem> ofLink(Throwable link) {
        return switch (link) {
            case ProblemException refused -> Optional.of(refused.problem());
            case Refused refused -> Optional.of(Problem.of(refused));
            case BeyondLimit beyond -> Optional.of(ofLimit(beyond));
            case OptimisticLockException stale ->
                Optional.of(Problem.of(
                        409, "stale_version", "Somebody changed this at the same moment. Look again and repeat."));
            case SQLException failure -> ofSqlState(failure.getSQLState());
            // The pool has no connection to give: its SQLException above this one says so in words only.
            case ResourceException noConnection -> Optional.of(databaseAway());
            case WebApplicationException refused ->
                ofStatus(refused.getResponse().getStatus());
            default -> Optional.empty();
        };
    }

    private static Problem ofLimit(BeyondLimit beyond) {
        return beyond.httpStatus() == REQUEST_TIMEOUT
                ? Problem.bodyTimeout()
                : Problem.of(beyond.httpStatus(), "body_too_large", "The body of this request is too large.");
    }

    private static Optional<Problem> ofSqlState(@Nullable String state) {
        // 08 connection lost, 53 out of resources, 57 operator intervention (shutdown), 40 serialization and deadlock.
        boolean passing = state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("40"));
        return passing ? Optional.of(databaseAway()) : Optional.empty();
    }

    private static Problem databaseAway() {
        return new Problem(503, "unavailable", "The database cannot answer right now.", null, DATABASE_PAUSE);
    }

    static Optional<Problem> ofStatus(int status) {
        return switch (status) {
            case 400 -> Optional.of(Problem.of(400, "bad_request", "This request cannot be understood."));
            case 401 -> Optional.of(Problem.of(401, "not_signed_in", "Sign in first."));
            // The container looks at @RolesAllowed itself, before the doorkeeper of ours.
            case 403 -> Optional.of(Problem.of(403, "forbidden", "Your role does not allow this."));
            case 404 -> Optional.of(Problem.of(404, "not_found", "There is nothing at this address."));
            // Servlets answer 501 to a method that they have not heard of, which is not a failure of ours.
            case 405, 501 ->
                Optional.of(Problem.of(405, "method_not_allowed", "This address does not know this method."));
            case 406 -> Optional.of(Problem.of(406, "not_acceptable", "This address answers in JSON."));
            case 413 -> Optional.of(Problem.of(413, "body_too_large", "The body of this request is too large."));
            case 415 -> Optional.of(Problem.of(415, "unsupported_media_type", "This address takes application/json."));
            default ->
                status >= 400 && status < 500
                        ? Optional.of(Problem.of(status, "bad_request", "This request is refused."))
                        : Optional.empty();
        };
    }
}
