package dev.openinspect.web.gitdoor;

import dev.openinspect.repositories.GitService;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of the three requests of Git's smart HTTP protocol. */
record GitCall(String repository, GitService service, boolean advertises) {
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9][A-Za-z0-9._-]{0,99})\\.git/(info/refs|git-upload-pack|git-receive-pack)");

    /** @param service the query's {@code service}, which only {@code info/refs} has */
    static Optional<GitCall> of(String method, @Nullable String path, @Nullable String service) {
        Matcher parts = PATH.matcher(path == null ? "" : path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean advertises = parts.group(2).equals("info/refs");
        if (!method.equals(advertises ? "GET" : "POST")) {
            return Optional.empty();
        }
        // Without a service it would be the old protocol that reads files one by one, which we do not speak.
        return GitService.of(advertises ? String.valueOf(service) : parts.group(2))
                .map(known -> new GitCall(parts.group(1), known, advertises));
    }

    /** For the log. */
    String what() {
        return service.wireName() + (advertises ? " advertisement" : "");
    }

    String answerType() {
        return "application/x-" + service.wireName() + (advertises ? "-advertisement" : "-result");
    }

    String requestType() {
        return "application/x-" + service.wireName() + "-request";
    }
}
