package dev.openinspect.github;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list, 30 entries if nobody says otherwise and 100 at most.
 *
 * @param link the addresses of the other pages, as the header {@code Link} has them; empty if this is all
 */
record Paging<T>(List<T> items, int total, Optional<String> link) {
    private static final int DEFAULT = 30;
    private static final int MOST = 100;

    static <T> Paging<T> of(Request request, Places places, List<T> all) {
        int size = Math.clamp(number(request, "per_page", DEFAULT), 1, MOST);
        int page = Math.max(1, number(request, "page", 1));
        int last = Math.max(1, (all.size() + size - 1) / size);
        int from = Math.min(all.size(), (page - 1) * size);
        List<String> links = new ArrayList<>();
        String address = places.api() + request.path() + "?per_page=" + size;
        if (page > 1) {
            links.add("<" + address + "&page=" + (page - 1) + ">; rel=\"prev\"");
            links.add("<" + address + "&page=1>; rel=\"first\"");
        }
        if (page < last) {
            links.add("<" + address + "&page=" + (page + 1) + ">; rel=\"next\"");
            links.add("<" + address + "&page=" + last + ">; rel=\"last\"");
        }
        return new Paging<>(
                all.subList(from, Math.min(all.size(), from + size)),
                all.size(),
                links.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", links)));
    }

    Reply on(Reply reply) {
        return link.map(value -> reply.with("Link", value)).orElse(reply);
    }

    private static int number(Request request, String name, int otherwise) {
        try {
            return request.parameter(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }
}
