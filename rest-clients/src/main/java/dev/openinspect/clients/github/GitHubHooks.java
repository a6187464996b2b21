package dev.openinspect.clients.github;

import dev.openinspect.codehosts.HookReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what GitHub's webhooks send. The secrets are read anew for each delivery, so a changed file is taken at once; while the old secret stands in its second
 * line, deliveries signed with either are genuine. May be shared between threads.
 */
@ApplicationScoped
public class GitHubHooks implements HookReader {
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    @Inject
    GitHubSettings settings;

    public GitHubHooks() {}

    GitHubHooks(GitHubSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean configured() {
        return !settings.webhookSecrets().isEmpty();
    }

    @Override
    public boolean isGenuine(byte[] body, String signature) {
        return HookSignature.fits(body, signature, settings.webhookSecrets());
    }

    @Override
    public Reading read(String event, String body) {
        HookPayload payload = HookPayload.parse(body);
        Optional<String> action = payload.optionalText("action")
                .filter(word -> ACTION.matcher(word).matches());
        return new Reading(action.orElse(null), HookNews.of(event, action.orElse(""), payload));
    }
}
