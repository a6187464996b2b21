package dev.openinspect.github;

import dev.openinspect.github.Routes.Call;
import java.util.Map;
import java.util.Optional;

/** The few pages that links of ours lead to. Everybody sees them: what is private is not their matter. */
final class WebPages {
    private final World world;

    WebPages(World world) {
        this.world = world;
    }

    void on(Routes routes) {
        routes.on("GET", "/", call -> Page.of("GitHub stand-in", "In memory, on loopback, for tests.")
                        .reply(200))
                .on("GET", "/apps/{slug}/installations/new", call -> Page.of("Install", "Nothing to choose here.")
                        .reply(200))
                .on("GET", "/settings/installations/{id}", call -> Page.of("Installation", call.text("id"))
                        .reply(200))
                .on("GET", "/{owner}/{name}", this::repository)
                .on("GET", "/{owner}/{name}/pull/{number}", this::pull)
                .on("GET", "/{owner}/{name}/compare/{+range}", this::compare);
    }

    private Reply repository(Call call) {
        return find(call)
                .map(it -> Page.of(it.fullName(), "A repository.").reply(200))
                .orElseGet(WebPages::notThere);
    }

    private Reply pull(Call call) {
        return find(call)
                .flatMap(repository -> repository.pulls.stream()
                        .filter(pull -> pull.number == call.number("number"))
                        .findFirst())
                .map(pull -> Page.of(pull.title, pull.body())
                        .fact("author", pull.author())
                        .fact("state", pull.isMerged() ? "merged" : pull.isOpen() ? "open" : "closed")
                        .fact("head", pull.head)
                        .fact("base", pull.base)
                        .reply(200))
                .orElseGet(WebPages::notThere);
    }

    /** What a person would open by hand, filled in by the address. */
    private Reply compare(Call call) {
        Optional<Repository> repository = find(call);
        String[] range = call.text("range").split("\\.\\.\\.", 2);
        if (repository.isEmpty()
                || range.length != 2
                || repository.get().git.head(range[0]).isEmpty()
                || repository.get().git.head(range[1]).isEmpty()) {
            return notThere();
        }
        return Page.of("Open a pull request", "Signed in as nobody.")
                .fact("base", range[0])
                .fact("head", range[1])
                .fact("title", call.request().parameter("title").orElse(""))
                .fact("body", call.request().parameter("body").orElse(""))
                .button("", Map.of(), "create", "yes", "Create pull request")
                .reply(200);
    }

    private Optional<Repository> find(Call call) {
        return world.named(call.text("owner"), call.text("name"));
    }

    private static Reply notThere() {
        return Page.of("Not there", "Or not for you.").reply(404);
    }
}
