package dev.openinspect.web.security;

import dev.openinspect.web.hooks.HookDoor;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which door a path is. Everything that is not named here is a page for people who signed in, so that a forgotten path is closed
 * and not open.
 */
enum Door {
    /** For everybody: the sign-in page, what it needs to look right, the health of the server, the description of the API. */
    OPEN,
    /** A page: whoever has not signed in is sent to the sign-in page. */
    PAGE,
    API,
    /** The live stream of a session: the only place that takes stream tokens. */
    STREAM,
    METRICS,
    /** Where a code host brings its deliveries: for everybody, because what is brought proves itself. */
    HOOK,
    OPERATOR,
    SANDBOX,
    /** A path that this listener does not have. */
    NOWHERE;

    private static final List<String> SANDBOX_TREES = List.of("/model", "/git", "/uploads", "/tools", "/changes");
    private static final List<String> OPEN_TREES =
            List.of("/health", "/openapi", "/jakarta.faces.resource", "/css", "/js", "/fonts", "/webjars");
    private static final List<String> OPEN_PATHS = List.of(
            "/sign-in",
            "/sign-in.xhtml",
            "/accounts/sign-in",
            "/accounts/callback",
            "/favicon.ico",
            "/favicon.svg",
            "/icons.svg",
            "/robots.txt",
            "/problem");
    private static final Pattern STREAM_PATH = Pattern.compile("/api/v1/sessions/[^/]+/stream");

    /** @param path as the container uses it to find the resource: decoded, without parameters */
    static Door of(String path, boolean sandboxListener) {
        boolean forSandboxes = path.equals("/bridge") || isIn(SANDBOX_TREES, path);
        if (sandboxListener || forSandboxes) {
            return sandboxListener && forSandboxes ? SANDBOX : NOWHERE;
        }
        if (STREAM_PATH.matcher(path).matches()) {
            return STREAM;
        }
        if (isIn(List.of("/api"), path)) {
            return API;
        }
        if (isIn(List.of("/operator"), path)) {
            return OPERATOR;
        }
        if (isIn(List.of("/metrics"), path)) {
            return METRICS;
        }
        if (path.equals(HookDoor.PATH)) {
            return HOOK;
        }
        return OPEN_PATHS.contains(path) || isIn(OPEN_TREES, path) ? OPEN : PAGE;
    }

    private static boolean isIn(List<String> trees, String path) {
        return trees.stream().anyMatch(tree -> path.equals(tree) || path.startsWith(tree + "/"));
    }
}
