package dev.openinspect.clients.git;

import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.CodeHost.RemoteRepository;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.PushRule;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A repository at another host, over https with our credential. Redirects are refused: they could lead the credential elsewhere. For one request. */
final class RemoteGit {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);
    private static final int LARGEST_ADVERTISEMENT = 64 << 20;
    // Git itself sends up to this much with a length and the rest in chunks; some servers want the length.
    private static final int SENT_WITH_LENGTH = 1 << 20;
    private static final int PIECE = 64 * 1024;

    private final StreamingHttp http;
    private final URI base;
    private final @Nullable String credential;
    private final Duration total;

    RemoteGit(StreamingHttp http, URI base, @Nullable String credential, Duration total) {
        this.http = http;
        this.base = base;
        this.credential = credential;
        this.total = total;
    }

    RemoteRepository look() {
        try (InputStream body = references(GitService.UPLOAD_PACK, null, LOOK_LIMIT)) {
            return RefAdvertisement.read(new ShortInput(body, LARGEST_ADVERTISEMENT));
        } catch (IOException e) {
            throw new CodeHostFailure("The address answers, but not like a Git repository.", false, e);
        }
    }

    void advertise(GitService service, @Nullable String protocol, OutputStream out) throws IOException {
        try (InputStream body = references(service, protocol, total)) {
            copy(new ShortInput(body, LARGEST_ADVERTISEMENT), out);
        }
    }

    void upload(@Nullable String protocol, InputStream in, OutputStream out) throws IOException {
        try (InputStream body = post(GitService.UPLOAD_PACK, protocol, body(new byte[0], in), LONGEST_SILENCE)) {
            copy(body, out);
        }
    }

    void receive(PushRule rule, InputStream in, OutputStream out) throws IOException {
        PushCommands commands = PushCommands.read(in);
        if (!commands.isAllowed(rule)) {
            if (!commands.wantsReport()) {
                throw new CodeHostFailure("This push is not allowed for the session.", false, null);
            }
            // Read to its end, because a client that is still sending does not listen.
            in.transferTo(OutputStream.nullOutputStream());
            commands.refuse(rule, out);
            return;
        }
        // The head of the answer comes after the whole pack went up and was checked, so silence is no sign of trouble
        // here.
        try (InputStream body = post(GitService.RECEIVE_PACK, null, body(commands.head(), in), total)) {
            copy(body, out);
        }
    }

    private InputStream references(GitService service, @Nullable String protocol, Duration limit) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + "/info/refs?service=" + service.wireName()));
        return exchange(request, protocol, "application/x-" + service.wireName() + "-advertisement", limit, limit);
    }

    private InputStream post(GitService service, @Nullable String protocol, BodyPublisher body, Duration silence) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + service.wireName()))
                .header("Content-Type", "application/x-" + service.wireName() + "-request")
                .POST(body);
        return exchange(request, protocol, "application/x-" + service.wireName() + "-result", silence, total);
    }

    private InputStream exchange(
            HttpRequest.Builder request, @Nullable String protocol, String expected, Duration silence, Duration limit) {
        request.header("Accept", expected).header("User-Agent", "git/2.39 (Open-Inspect)");
        if (protocol != null) {
            request.header("Git-Protocol", protocol);
        }
        authorize(request, credential);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), silence, limit);
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (response.statusCode() == 200 && type.equals(expected)) {
                return response.body();
            }
            response.body().close();
            throw refusal(response);
        } catch (IOException e) {
            throw new CodeHostFailure(base.getHost() + " cannot be reached or does not answer in time.", true, e);
        }
    }

    static void authorize(HttpRequest.Builder request, @Nullable String credential) {
        if (credential != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** What a status means to a caller. */
    static Kind kind(int status) {
        return switch (status) {
            case 401 -> Kind.CREDENTIAL_REFUSED;
            case 403 -> Kind.FORBIDDEN;
            case 301, 302, 303, 307, 308, 404, 410 -> Kind.NOT_FOUND;
            case 422 -> Kind.INVALID;
            case 429 -> Kind.RATE_LIMITED;
            default -> status >= 500 ? Kind.UNREACHABLE : Kind.OTHER;
        };
    }

    private CodeHostFailure refusal(HttpResponse<InputStream> response) {
        String host = base.getHost();
        int status = response.statusCode();
        return switch (status) {
            case 200 -> new CodeHostFailure(host + " answers, but not like a Git repository.", false, null);
            case 301, 302, 303, 307, 308 ->
                failure(
                        "The repository has moved" + newAddress(response)
                                + ". Redirects are not followed; register the new address.",
                        kind(status));
            case 401 ->
                failure(
                        credential == null
                                ? host + " asks for a credential."
                                : host + " refuses the credential of this repository.",
                        kind(status));
            case 403 -> failure(host + " does not allow this with the credential of this repository.", kind(status));
            case 404, 410 -> failure(host + " has no such repository, or hides it.", kind(status));
            default ->
                new CodeHostFailure(
                        host + " answered with status " + status + ".",
                        kind(status),
                        status >= 500 || status == 429,
                        null,
                        null);
        };
    }

    private static CodeHostFailure failure(String sentence, Kind kind) {
        return new CodeHostFailure(sentence, kind, false, null, null);
    }

    private static String newAddress(HttpResponse<InputStream> response) {
        return response.headers()
                .firstValue("Location")
                .map(location -> location.replaceFirst("/info/refs\\?.*$", ""))
                .filter(location -> location.matches("https://[\\x21-\\x7e]{1,500}") && !location.contains("@"))
                .map(location -> " to " + location)
                .orElse("");
    }

    private static BodyPublisher body(byte[] start, InputStream rest) throws IOException {
        byte[] next = rest.readNBytes(SENT_WITH_LENGTH);
        if (next.length < SENT_WITH_LENGTH) {
            return BodyPublishers.concat(BodyPublishers.ofByteArray(start), BodyPublishers.ofByteArray(next));
        }
        InputStream all = new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(start), new ByteArrayInputStream(next)),
                new FilterInputStream(rest) {
                    @Override
                    public void close() {
                        // It belongs to our caller; the publisher would close it when it has read everything.
                    }
                });
        return BodyPublishers.ofInputStream(() -> all);
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            out.write(piece, 0, count);
            out.flush();
        }
    }
}
