package dev.openinspect.github;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Git over smart HTTP by {@code git http-backend}, which no one of us wrote, behind the tokens of the API. */
final class GitServer {
    static final Pattern PATH =
            Pattern.compile("/([^/]+)/([^/]+?)(?:\\.git)?/(info/refs|git-upload-pack|git-receive-pack|info/lfs/.+)");

    private final World world;
    private final Tokens tokens;
    private final Rights rights;
    private final News news;
    private final LargeFiles largeFiles;

    GitServer(World world, Tokens tokens, Rights rights, News news, LargeFiles largeFiles) {
        this.world = world;
        this.tokens = tokens;
        this.rights = rights;
        this.news = news;
        this.largeFiles = largeFiles;
    }

    /** Answers a request whose path is {@link #PATH}; empty otherwise. */
    Optional<Reply> answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer(request, path.group(1), path.group(2), path.group(3)));
        } catch (Refusal refusal) {
            return Optional.of(asGit(refusal));
        }
    }

    private Reply answer(Request request, String owner, String name, String call) {
        boolean writes = call.equals("git-receive-pack")
                || request.parameter("service")
                        .filter("git-receive-pack"::equals)
                        .isPresent();
        Optional<Repository> repository = world.alone(() -> {
            Optional<Repository> found = world.named(owner, name);
            found.ifPresent(it -> admit(request, it, writes));
            return found;
        });
        if (repository.isEmpty()) {
            return world.alone(() -> moved(request, owner, name, call));
        }
        if (call.startsWith("info/lfs/")) {
            return largeFiles.answer(request, repository.get(), call.substring("info/lfs/".length()));
        }
        return run(request, repository.get(), call);
    }

    private Reply moved(Request request, String owner, String name, String call) {
        return world.formerly(owner, name)
                .map(now -> Reply.to(
                        301,
                        "/" + now.fullName() + ".git/" + call
                                + (request.query().isEmpty() ? "" : "?" + request.query())))
                .orElseThrow(() -> new Refusal(404, "Repository not found."));
    }

    private void admit(Request request, Repository repository, boolean writes) {
        Caller caller =
                request.basic().map(basic -> tokens.callerOf(basic.password())).orElseGet(Caller.Nobody::new);
        if (caller instanceof Caller.Nobody && (writes || !repository.open)) {
            throw new Refusal(401, "Authentication required");
        }
        if (!rights.sees(caller, repository)) {
            throw new Refusal(404, "Repository not found.");
        }
        if (writes && repository.archived) {
            throw new Refusal(403, "This repository was archived so it is read-only.");
        }
        if (!rights.may(caller, repository, "contents", writes ? "write" : "read")) {
            throw new Refusal(403, "Write access to repository not granted.");
        }
    }

    private Reply run(Request request, Repository repository, String call) {
        Map<String, String> before = repository.git.heads();
        Reply reply = backend(request, repository, call);
        if (call.equals("git-receive-pack")) {
            world.alone(() -> news.pushed(repository, before, repository.git.heads()));
        }
        return reply;
    }

    private static Reply backend(Request request, Repository repository, String call) {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        builder.environment()
                .putAll(Map.of(
                        "GIT_PROJECT_ROOT", repository.folder().toString(),
                        "GIT_HTTP_EXPORT_ALL", "1",
                        "REMOTE_USER", "stand-in",
                        "PATH_INFO", "/" + call,
                        "QUERY_STRING", request.query(),
                        "REQUEST_METHOD", request.method(),
                        "CONTENT_LENGTH", Integer.toString(request.body().length),
                        "CONTENT_TYPE", request.header("content-type").orElse(""),
                        "HTTP_CONTENT_ENCODING",
                                request.header("content-encoding").orElse(""),
                        "GIT_PROTOCOL", request.header("git-protocol").orElse("")));
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Thread feeder = Thread.ofVirtual().start(() -> feed(process, request.body()));
            byte[] answer = process.getInputStream().readAllBytes();
            feeder.join();
            return parsed(answer);
        } catch (IOException e) {
            throw new Refusal(500, "git http-backend did not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "interrupted", e);
        }
    }

    private static void feed(Process process, byte[] body) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        } catch (IOException ended) {
            // The program has said what it had to say without reading everything; its answer tells why.
        }
    }

    /** Headers and body of a CGI answer. */
    private static Reply parsed(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new Refusal(500, "git http-backend said nothing");
        }
        int status = 200;
        Map<String, String> headers = new HashMap<>();
        for (String line : text.substring(0, end).split("\r\n")) {
            String[] parts = line.split(": ", 2);
            if (parts[0].equals("Status")) {
                status = Integer.parseInt(parts[1].substring(0, 3));
            } else {
                headers.put(parts[0], parts[1]);
            }
        }
        return new Reply(status, Map.copyOf(headers), Arrays.copyOfRange(answer, end + 4, answer.length));
    }

    /** Git shows a plain text to its user. */
    private static Reply asGit(Refusal refusal) {
        byte[] text = (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        Reply reply = new Reply(refusal.status(), Map.of("Content-Type", "text/plain; charset=utf-8"), text);
        return refusal.status() == 401 ? reply.with("WWW-Authenticate", "Basic realm=\"GitHub stand-in\"") : reply;
    }
}
