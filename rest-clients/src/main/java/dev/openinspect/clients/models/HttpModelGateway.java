package dev.openinspect.clients.models;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.models.ModelCatalog.Protocol;
import dev.openinspect.models.ModelGateway;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forwards a sandbox's calls to the configured endpoints. */
@Stateless
@Local(ModelGateway.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class HttpModelGateway implements ModelGateway {
    private static final int PIECE = 16 * 1024;
    private static final List<String> PASSED_ON =
            List.of("accept", "content-type", "anthropic-version", "anthropic-beta", "openai-beta");
    private static final List<String> PASSED_BACK =
            List.of("content-type", "retry-after", "retry-after-ms", "request-id");

    @Inject
    ConfiguredModels models;

    @Inject
    StreamingHttp http;

    @Inject
    Configuration configuration;

    @Override
    public Limits limits() {
        return new Limits(configuration.number(Key.MODEL_PARALLEL, 1, 64), total());
    }

    @Override
    public Outcome forward(Call call, Answer answer) throws IOException {
        Endpoint endpoint = models.endpoint(call.providerId())
                .orElseThrow(() -> new ModelGatewayFailure(
                        404, "unknown_provider", "There is no provider " + call.providerId() + ".", null));
        String model = call.operation() == Operation.MODELS ? null : ModelRequest.model(call.body());
        if (model != null && !endpoint.offers(model)) {
            throw new ModelGatewayFailure(
                    400,
                    "model_not_allowed",
                    "The model is not one of those that were configured for this provider.",
                    null);
        }
        HttpResponse<InputStream> response = send(endpoint, call);
        try (InputStream body = response.body()) {
            refuseOwnFault(response.statusCode());
            return pass(response, body, model, answer);
        }
    }

    private HttpResponse<InputStream> send(Endpoint endpoint, Call call) {
        URI address = URI.create(endpoint.base() + "/" + call.operation().path());
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        PASSED_ON.forEach(name -> {
            String value = call.headers().get(name);
            if (value != null) {
                request.setHeader(name, value);
            }
        });
        endpoint.key().ifPresent(key -> {
            if (endpoint.provider().protocol() == Protocol.ANTHROPIC) {
                request.setHeader("x-api-key", key);
            } else {
                request.setHeader("Authorization", "Bearer " + key);
            }
        });
        request.method(
                call.operation().method(),
                call.operation() == Operation.MODELS
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(call.body()));
        try {
            return http.send(request.build(), silence(), total());
        } catch (IOException e) {
            throw new ModelGatewayFailure(
                    502, "model_unreachable", "The model's endpoint cannot be reached or does not answer.", e);
        }
    }

    /** What the operator must repair is not passed on: such answers can quote a part of the key, or send the caller elsewhere. */
    private static void refuseOwnFault(int status) {
        if (status == 401 || status == 403) {
            throw new ModelGatewayFailure(
                    status,
                    "model_key_refused",
                    "The model's endpoint refused the key that the operator configured.",
                    null);
        }
        if (status >= 300 && status < 400) {
            throw new ModelGatewayFailure(
                    502,
                    "model_moved",
                    "The model's endpoint answered with a redirect; its address must be corrected.",
                    null);
        }
    }

    private static Outcome pass(
            HttpResponse<InputStream> response, InputStream body, @Nullable String model, Answer answer)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        PASSED_BACK.forEach(name -> response.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
        UsageMeter usage = new UsageMeter(headers.getOrDefault("content-type", ""));
        answer.begin(response.statusCode(), headers);
        byte[] piece = new byte[PIECE];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            answer.pass(piece, 0, count);
            usage.read(piece, 0, count);
        }
        usage.finish();
        return new Outcome(model, response.statusCode(), usage.input(), usage.output());
    }

    private Duration silence() {
        return configuration.seconds(Key.MODEL_IDLE_LIMIT, 10, 3_600);
    }

    private Duration total() {
        return configuration.seconds(Key.MODEL_TIME_LIMIT, 10, 14_400);
    }
}
