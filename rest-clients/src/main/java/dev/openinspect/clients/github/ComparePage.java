package dev.openinspect.clients.github;

import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost.Draft;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** GitHub's page on which a person opens a pull request by hand, filled in as far as an address of 6,000 characters can carry. */
final class ComparePage {
    static final int LONGEST = 6_000;
    private static final String CUT = "…";

    private ComparePage() {}

    static URI of(URI web, HostedPlace place, Draft wanted) {
        String page = web + "/" + encoded(place.owner()) + "/" + encoded(place.name()) + "/compare/"
                + branch(wanted.base()) + "..." + branch(wanted.head()) + "?expand=1&title=" + encoded(wanted.title());
        String body = fitting(wanted.body(), LONGEST - page.length() - "&body=".length());
        return URI.create(body.isEmpty() ? page : page + "&body=" + body);
    }

    /** The text encoded, or as much of its beginning as there is room for. */
    private static String fitting(String text, int room) {
        String whole = encoded(text);
        if (whole.length() <= room) {
            return whole;
        }
        int shortest = 0;
        int longest = text.length();
        while (shortest < longest) {
            int middle = (shortest + longest + 1) / 2;
            boolean fits = encoded(head(text, middle)).length() <= room;
            shortest = fits ? middle : shortest;
            longest = fits ? longest : middle - 1;
        }
        return shortest == 0 ? "" : encoded(head(text, shortest));
    }

    private static String head(String text, int length) {
        boolean halfPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, halfPair ? length - 1 : length) + CUT;
    }

    private static String branch(String name) {
        return Arrays.stream(name.split("/", -1)).map(ComparePage::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
