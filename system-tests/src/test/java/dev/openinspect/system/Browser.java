package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in console without a screen: fills in the sign-in form and keeps the login cookie.
 *
 * @param cookie the login cookie as {@code name=value}
 */
public record Browser(URI address, String cookie) {
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern COOKIE = Pattern.compile("openinspect_login=[^;]+");

    static Browser signIn(URI address, String email, String password) {
        URI page = address.resolve("/sign-in.xhtml");
        String html = ApiClient.send(HttpRequest.newBuilder(page).GET().build())
                .expect(200)
                .text();
        Map<String, String> form = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(html);
        while (input.find()) {
            String name = attribute(input.group(), "name");
            if (name != null) {
                String value = attribute(input.group(), "value");
                form.put(name, value == null ? "" : value);
            }
        }
        form.put("email", email);
        form.put("password", password);
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        Answer answer = ApiClient.send(HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", address.toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        Matcher cookie =
                COOKIE.matcher(String.join("; ", answer.response().headers().allValues("Set-Cookie")));
        assertThat(cookie.find()).as("a login cookie: %s", answer).isTrue();
        return new Browser(address, cookie.group());
    }

    /** A page of the console. */
    public Answer page(String path) {
        return ApiClient.send(HttpRequest.newBuilder(address.resolve(path))
                .header("Cookie", cookie)
                .GET()
                .build());
    }

    /** A call of the console's scripts. */
    public Answer api(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Cookie", cookie)
                .header("Origin", address.toString())
                .header("X-Requested-By", "openinspect");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return ApiClient.send(request.method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static @Nullable String attribute(String tag, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
        return found.find() ? found.group(1).replace("&amp;", "&").replace("&quot;", "\"") : null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
