package dev.openinspect.web.operator;

import dev.openinspect.keys.KeyReport;
import dev.openinspect.keys.KeyRotation;
import dev.openinspect.people.ChosenPassword;
import dev.openinspect.people.OperatorDesk;
import dev.openinspect.web.json.Document;
import dev.openinspect.web.json.JsonBody;
import dev.openinspect.web.problems.Correlation;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import dev.openinspect.web.problems.Translation;
import dev.openinspect.web.security.Groups;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code POST /operator/password}, {@code /operator/token}, {@code /operator/keys} and {@code /operator/keys/rotate}, for {@code ./openinspect} on the same
 * machine. No part of the REST API.
 */
@WebServlet(name = "operator-door", urlPatterns = "/operator/*")
@ServletSecurity(@HttpConstraint(rolesAllowed = Groups.OPERATOR))
public class OperatorDoor extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(OperatorDoor.class.getName());

    @Inject
    transient OperatorDesk desk;

    @EJB
    transient KeyRotation keys;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            String json = answer(request).json();
            write(response, HttpServletResponse.SC_OK, "application/json", json);
        } catch (RuntimeException e) {
            Optional<Problem> known = Translation.of(e);
            if (known.isEmpty()) {
                LOG.log(Level.WARNING, "operator request failed: request=" + Correlation.of(request), e);
            }
            Problem problem = known.orElseGet(Problem::internal);
            write(response, problem.status(), Problem.MEDIA_TYPE, problem.json(Correlation.of(request)));
        }
    }

    private Document answer(HttpServletRequest request) throws IOException {
        JsonBody body = JsonBody.readOptional(request.getInputStream());
        return switch (String.valueOf(request.getPathInfo())) {
            case "/password" -> {
                ChosenPassword chosen = desk.resetPassword(body.fields("email").optionalText("email"));
                LOG.log(
                        Level.INFO,
                        "operator gave a new password: person={0}",
                        chosen.person().id());
                yield new Document().with("email", chosen.person().email()).with("password", chosen.password());
            }
            case "/token" -> {
                body.refuseAnyField();
                LOG.log(Level.INFO, "operator took a token");
                yield new Document().with("token", desk.issueToken().token());
            }
            case "/keys" -> {
                body.refuseAnyField();
                yield document(keys.report());
            }
            case "/keys/rotate" -> {
                Instant changedAt =
                        Instant.ofEpochMilli(body.fields("changedAtMillis").wholeNumber("changedAtMillis"));
                yield document(keys.rotate(changedAt));
            }
            default -> throw new ProblemException(Problem.of(404, "not_found", "There is nothing at this address."));
        };
    }

    private static Document document(KeyReport report) {
        return new Document()
                .with("first", report.keys().getFirst())
                .withAll("keys", report.keys(), key -> new Document().with("id", key))
                .withAll("uses", report.uses(), use -> new Document()
                        .with("what", use.what())
                        .with("key", use.key())
                        .with("values", use.values()))
                .withAll("unreadable", report.unreadable(), purpose -> new Document().with("for", purpose))
                .with("done", report.done());
    }

    private static void write(HttpServletResponse response, int status, String mediaType, String text)
            throws IOException {
        response.setStatus(status);
        response.setCharacterEncoding("UTF-8");
        response.setContentType(mediaType);
        response.getWriter().write(text);
    }
}
