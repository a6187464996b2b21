package dev.openinspect.host.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.Refusal;
import dev.openinspect.host.sandbox.Refusal.Code;
import dev.openinspect.host.sandbox.SandboxKey;
import dev.openinspect.host.sandbox.Sandboxes;
import dev.openinspect.host.sandbox.SnapshotOrder;
import dev.openinspect.host.sandbox.Snapshots;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls of the sandbox host API. Each one is signed, except health. */
public final class SandboxRoutes implements HttpService {
    private static final System.Logger LOG = System.getLogger(SandboxRoutes.class.getName());
    private static final String SANDBOX = "/sandboxes/{id}/{generation}";
    private static final String SNAPSHOT = "/snapshots/{snapshot}";
    private static final int LOG_PAGE = 65_536;
    private static final int LARGEST_LOG_PAGE = 1024 * 1024;

    private final Sandboxes sandboxes;
    private final Snapshots snapshots;
    private final SignedRequests signatures;
    private final Capabilities capabilities;
    private final ObjectMapper json;
    private final String version;

    /** What a call answers: a status and, unless it is 204, a document. */
    private record Answer(int status, @Nullable Object document) {}

    /** A call with its body, already known to come from the control plane. */
    @FunctionalInterface
    private interface Call {
        Answer answer(ServerRequest request, byte[] body) throws IOException, InterruptedException;
    }

    public SandboxRoutes(
            Sandboxes sandboxes,
            Snapshots snapshots,
            SignedRequests signatures,
            Capabilities capabilities,
            ObjectMapper json,
            String version) {
        this.sandboxes = sandboxes;
        this.snapshots = snapshots;
        this.signatures = signatures;
        this.capabilities = capabilities;
        this.json = json;
        this.version = version;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                        "/health",
                        (request, response) ->
                                send(response, new Answer(200, Map.of("status", "ok", "version", version))))
                .get("/capabilities", signed((request, body) -> new Answer(200, capabilities.with(sandboxes.living()))))
                .post("/sandboxes", signed((request, body) -> new Answer(202, sandboxes.create(order(body)))))
                .get("/sandboxes", signed((request, body) -> new Answer(200, Map.of("sandboxes", sandboxes.list()))))
                .get(SANDBOX, signed((request, body) -> new Answer(200, sandboxes.get(key(request)))))
                .get(
                        SANDBOX + "/log",
                        signed((request, body) -> new Answer(
                                200, sandboxes.log(key(request), query(request, "after", 0, Long.MAX_VALUE), (int)
                                        query(request, "limit", LOG_PAGE, LARGEST_LOG_PAGE)))))
                .post(
                        SANDBOX + "/stop",
                        signed((request, body) -> new Answer(
                                202,
                                sandboxes.stop(
                                        key(request),
                                        Json.read(json, body, StopRequest.class).grace()))))
                .delete("/sandboxes/{id}", signed((request, body) -> {
                    sandboxes.delete(id(request, "id"));
                    return new Answer(204, null);
                }))
                .post(
                        "/sandboxes/{id}/snapshots",
                        signed((request, body) -> new Answer(202, snapshots.take(order(request, body)))))
                .get("/snapshots", signed((request, body) -> new Answer(200, Map.of("snapshots", snapshots.list()))))
                .get(SNAPSHOT, signed((request, body) -> new Answer(200, snapshots.get(id(request, "snapshot")))))
                .delete(SNAPSHOT, signed((request, body) -> {
                    snapshots.delete(id(request, "snapshot"));
                    return new Answer(204, null);
                }))
                .any(signed((request, body) -> {
                    throw new Refusal(Code.UNKNOWN_PATH, "There is no such call.");
                }));
    }

    private Handler signed(Call call) {
        return (request, response) -> {
            try {
                var content = request.content();
                var body = content.hasEntity() ? content.as(byte[].class) : new byte[0];
                var prologue = request.prologue();
                var query = prologue.query().rawValue();
                signatures.check(
                        prologue.method().text(),
                        prologue.uriPath().rawPath() + (query.isEmpty() ? "" : "?" + query),
                        body,
                        request.headers().first(HeaderNames.AUTHORIZATION).orElse(null));
                send(response, call.answer(request, body));
            } catch (Refusal refusal) {
                send(response, problem(refusal));
            } catch (IllegalArgumentException e) {
                send(response, problem(new Refusal(Code.BAD_REQUEST, String.valueOf(e.getMessage()), e)));
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        Level.ERROR,
                        "call failed: " + request.prologue().uriPath().path(),
                        e);
                send(response, problem(new Refusal(Code.INTERNAL, "The host failed: " + e.getMessage(), e)));
            }
        };
    }

    private Order order(byte[] body) {
        return Json.read(json, body, CreateRequest.class).order();
    }

    private SnapshotOrder order(ServerRequest request, byte[] body) {
        return Json.read(json, body, SnapshotRequest.class).order(id(request, "id"));
    }

    private void send(ServerResponse response, Answer answer) throws IOException {
        response.status(answer.status());
        if (answer.document() == null) {
            response.send();
            return;
        }
        var problem = answer.status() >= 400;
        response.header(HeaderNames.CONTENT_TYPE, problem ? "application/problem+json" : "application/json");
        response.send(json.writeValueAsBytes(answer.document()));
    }

    private static Answer problem(Refusal refusal) {
        var code = refusal.code();
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "urn:openinspect:sandbox-host:" + code.word());
        document.put("title", code.word().replace('_', ' '));
        document.put("status", code.status());
        document.put("code", code.word());
        document.put("detail", String.valueOf(refusal.getMessage()));
        document.put("retryable", code.retryable());
        if (code.retryable()) {
            document.put("retryAfterSeconds", code.retryAfterSeconds());
        }
        return new Answer(code.status(), document);
    }

    private static UUID id(ServerRequest request, String name) {
        var text = request.path().pathParameters().get(name);
        var id = UUID.fromString(text);
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException(name + " must be a UUID in lower case");
        }
        return id;
    }

    private static SandboxKey key(ServerRequest request) {
        return new SandboxKey(
                id(request, "id"), number(request.path().pathParameters().get("generation")));
    }

    private static long query(ServerRequest request, String name, long otherwise, long most) {
        var text = request.query().first(name).orElse("");
        return text.isEmpty() ? otherwise : Math.min(number(text), most);
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("not a number: " + text);
        }
        return Long.parseLong(text);
    }
}
