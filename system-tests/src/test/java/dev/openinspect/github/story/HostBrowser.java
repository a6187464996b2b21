package dev.openinspect.github.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.github.GitHubStandIn;
import dev.openinspect.system.Answer;
import dev.openinspect.system.ApiClient;
import dev.openinspect.system.Browser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Signs in with the code host as a browser does, without a screen. */
final class HostBrowser {
    private static final Pattern LOGIN = Pattern.compile("openinspect_login=[^;]+");

    private HostBrowser() {}

    /** An API token of somebody who has signed in with the stand-in, and whose account there is connected by that. */
    static ApiClient client(HostedInstallation hosted, String login) {
        Browser browser = signIn(hosted, login);
        Answer issued = browser.api("POST", "/tokens", "{\"name\":\"story\",\"scope\":\"write\"}");
        return new ApiClient(
                browser.address(), issued.expect(201).json().path("token").asText());
    }

    static Browser signIn(HostedInstallation hosted, String login) {
        URI address = hosted.installation().address();
        Answer outward = get(address.resolve("/accounts/sign-in?to=/sessions"), "");
        URI asked = URI.create(outward.header("Location").orElseThrow(() -> new AssertionError(outward.toString())));
        Answer back = get(agree(hosted.github, asked, login), cookiesOf(outward));
        Matcher cookie = LOGIN.matcher(cookiesOf(back));
        assertThat(cookie.find()).as("a login cookie: %s", back).isTrue();
        return new Browser(address, cookie.group());
    }

    /** What the stand-in's page sends when a person presses the button with their name. Returns where the browser goes then. */
    static URI agree(GitHubStandIn github, URI asked, String login) {
        String form = asked.getRawQuery() + "&login=" + URLEncoder.encode(login, StandardCharsets.UTF_8);
        Answer decided = ApiClient.send(HttpRequest.newBuilder(github.url().resolve("/login/oauth/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        return URI.create(decided.header("Location").orElseThrow(() -> new AssertionError(decided.toString())));
    }

    static Answer get(URI address, String cookies) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        return ApiClient.send(request.build());
    }

    static String cookiesOf(Answer answer) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }
}
