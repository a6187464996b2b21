package dev.openinspect.clients.git;

import dev.openinspect.clients.configuration.Configuration;
import dev.openinspect.clients.configuration.Key;
import dev.openinspect.clients.streaming.StreamingHttp;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import dev.openinspect.repositories.LargeFiles;
import dev.openinspect.repositories.RepositoryKind;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Git LFS at a remote repository. The addresses and headers that the host names for a transfer stay here: they are as good as a credential. They may lead to
 * another host, which must be one that the control plane is willing to open, and which never sees the repository's own credential.
 */
@Stateless
@Local(LargeFiles.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class GitLargeFiles implements LargeFiles {
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(30);
    private static final int LARGEST_ANSWER = 8 << 20;

    @Inject
    GitPolicy policy;

    @Inject
    StreamingHttp http;

    @Inject
    Configuration configuration;

    @Override
    public List<State> look(Address address, Direction direction, List<LargeFile> files) {
        return batch(address, direction, files).stream()
                .map(answer -> new State(answer.file(), answer.transfer() != null, answer.problem()))
                .toList();
    }

    @Override
    public void download(Address address, LargeFile file, OutputStream out) throws IOException {
        BatchDocuments.Transfer transfer =
                one(address, Direction.DOWNLOAD, file).transfer();
        if (transfer == null) {
            throw new CodeHostFailure(
                    "The repository does not have this large file.", Kind.NOT_FOUND, false, null, null);
        }
        HttpResponse<InputStream> response = send(request(transfer).GET(), LONGEST_SILENCE, total());
        try (InputStream body = new ShortInput(response.body(), file.size())) {
            require(response, 200);
            body.transferTo(out);
        }
    }

    @Override
    public void upload(Address address, LargeFile file, InputStream in) throws IOException {
        BatchDocuments.Answer answer = one(address, Direction.UPLOAD, file);
        BatchDocuments.Transfer transfer = answer.transfer();
        if (transfer == null) {
            in.transferTo(OutputStream.nullOutputStream());
            return;
        }
        BodyPublisher body = file.size() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> in), file.size());
        HttpRequest.Builder put = request(transfer).setHeader("Content-Type", "application/octet-stream");
        // A host answers after the last byte only, so silence is no sign of trouble here.
        finish(send(put.PUT(body), total(), total()));
        BatchDocuments.Transfer verification = answer.verification();
        if (verification != null) {
            finish(send(
                    request(verification)
                            .setHeader("Accept", BatchDocuments.TYPE)
                            .setHeader("Content-Type", BatchDocuments.TYPE)
                            .POST(BodyPublishers.ofByteArray(BatchDocuments.file(file))),
                    LOOK_LIMIT,
                    LOOK_LIMIT));
        }
    }

    private BatchDocuments.Answer one(Address address, Direction direction, LargeFile file) {
        BatchDocuments.Answer answer = batch(address, direction, List.of(file)).getFirst();
        Problem problem = answer.problem();
        if (problem != null) {
            throw new CodeHostFailure(problem.message(), RemoteGit.kind(problem.code()), false, null, null);
        }
        return answer;
    }

    private List<BatchDocuments.Answer> batch(Address address, Direction direction, List<LargeFile> files) {
        if (address.kind() == RepositoryKind.LOCAL) {
            throw new CodeHostFailure("A local repository keeps no large files.", Kind.NOT_FOUND, false, null, null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        policy.remote(address.url()).resolve(path(address.url())))
                .header("Accept", BatchDocuments.TYPE)
                .header("Content-Type", BatchDocuments.TYPE)
                .POST(BodyPublishers.ofByteArray(BatchDocuments.question(direction, files)));
        RemoteGit.authorize(request, address.credential());
        try {
            HttpResponse<InputStream> response = send(request, LOOK_LIMIT, LOOK_LIMIT);
            try (InputStream body = response.body()) {
                require(response, 200);
                return BatchDocuments.answers(new ShortInput(body, LARGEST_ANSWER).readAllBytes(), direction, files);
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** By the rule of Git LFS: a repository's address without {@code .git} gets it. */
    private static String path(String url) {
        String path = URI.create(url).getRawPath();
        return (path.endsWith(".git") ? path : path + ".git") + "/info/lfs/objects/batch";
    }

    private HttpRequest.Builder request(BatchDocuments.Transfer transfer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(policy.transfer(transfer.url()));
        transfer.headers().forEach(request::setHeader);
        return request;
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request, Duration silence, Duration total) {
        try {
            return http.send(
                    request.setHeader("User-Agent", "git-lfs (Open-Inspect)").build(), silence, total);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static void finish(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            require(response, 200, 201, 204);
            new ShortInput(body, LARGEST_ANSWER).transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void require(HttpResponse<InputStream> response, Integer... statuses) {
        int status = response.statusCode();
        if (!List.of(statuses).contains(status)) {
            throw new CodeHostFailure(
                    response.uri().getHost() + " answered a request about a large file with status " + status + ".",
                    RemoteGit.kind(status),
                    status >= 500 || status == 429,
                    null,
                    null);
        }
    }

    private Duration total() {
        return configuration.seconds(Key.GIT_TIME_LIMIT, 10, 14_400);
    }

    private static CodeHostFailure unreachable(IOException cause) {
        return new CodeHostFailure(
                "The place of the large files cannot be reached or does not answer in time.",
                Kind.UNREACHABLE,
                true,
                null,
                cause);
    }
}
