package dev.openinspect.github;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends whoever asks for a repository by a former name to its id, and understands ids, as GitHub does. Guarded by the world's lock. */
final class Moved {
    private static final Pattern PATH = Pattern.compile("/repos/([^/]+)/([^/]+)(/.*)?");
    private static final Pattern BY_ID = Pattern.compile("/repositories/([0-9]{1,18})(/.*)?");

    private final World world;
    private final Tokens tokens;
    private final Rights rights;
    private final Places places;

    Moved(World world, Tokens tokens, Rights rights, Places places) {
        this.world = world;
        this.tokens = tokens;
        this.rights = rights;
        this.places = places;
    }

    Optional<Reply> answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || world.named(path.group(1), path.group(2)).isPresent()) {
            return Optional.empty();
        }
        return world.formerly(path.group(1), path.group(2))
                .filter(now -> rights.sees(tokens.callerOf(request), now))
                .map(now -> to(now, path.group(3), request));
    }

    private Reply to(Repository now, String rest, Request request) {
        String address = places.api() + "/repositories/" + now.id + (rest == null ? "" : rest)
                + (request.query().isEmpty() ? "" : "?" + request.query());
        int status = request.method().equals("GET") ? 301 : 307;
        return Reply.json(
                        status,
                        Json.object()
                                .put("message", "Moved Permanently")
                                .put("url", address)
                                .put("documentation_url", "https://docs.github.com/rest"))
                .with("Location", address);
    }

    /** A request for an id becomes one for the name that it has now. */
    Request named(Request request) {
        Matcher path = BY_ID.matcher(request.path());
        if (!path.matches()) {
            return request;
        }
        Repository repository = world.repository(Long.parseLong(path.group(1))).orElseThrow(Refusal::notFound);
        return request.at("/repos/" + repository.fullName() + (path.group(2) == null ? "" : path.group(2)));
    }
}
