package dev.openinspect.github;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who answers which call. The first that fits does. */
final class Routes {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)([a-z]+)}");
    private final List<Route> routes = new ArrayList<>();

    /** Answers calls of one kind. */
    interface Handler {
        Reply answer(Call call);
    }

    /**
     * A request with the variables of its path.
     *
     * @param variables decoded
     */
    record Call(Request request, Map<String, String> variables) {
        String text(String variable) {
            return variables.getOrDefault(variable, "");
        }

        long number(String variable) {
            try {
                return Long.parseLong(text(variable));
            } catch (NumberFormatException e) {
                throw new Refusal(404, "Not Found", e);
            }
        }
    }

    private record Route(String method, Pattern path, List<String> names, Handler handler) {}

    /** {@code {name}} in a path is one segment, {@code {+name}} is the rest of the path. */
    Routes on(String method, String path, Handler handler) {
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(path);
        int end = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(path.substring(end, variable.start())))
                    .append(variable.group(1).isEmpty() ? "([^/]+)" : "(.+)");
            names.add(variable.group(2));
            end = variable.end();
        }
        pattern.append(Pattern.quote(path.substring(end)));
        routes.add(new Route(method, Pattern.compile(pattern.toString()), names, handler));
        return this;
    }

    Optional<Reply> answer(Request request) {
        for (Route route : routes) {
            Matcher path = route.path.matcher(request.path());
            if (route.method.equals(request.method()) && path.matches()) {
                Map<String, String> variables = new HashMap<>();
                for (int i = 0; i < route.names.size(); i++) {
                    // A plus sign in a path is itself, unlike in a query.
                    String escaped = path.group(i + 1).replace("+", "%2B");
                    variables.put(route.names.get(i), URLDecoder.decode(escaped, StandardCharsets.UTF_8));
                }
                return Optional.of(route.handler.answer(new Call(request, variables)));
            }
        }
        return Optional.empty();
    }
}
