package dev.openinspect.clients.github;

import dev.openinspect.codehosts.HostNews;
import dev.openinspect.codehosts.PullRequestHost.Checks;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.codehosts.PullRequestHost.State;
import java.util.Set;

/** What a delivery means in our words. Events and actions that are not named here do not concern us, also those that GitHub adds one day. */
final class HookNews {
    private static final HostNews NOT_OURS = new HostNews.Unconcerning();
    private static final String BRANCH = "refs/heads/";

    private static final Set<String> INSTALLATION =
            Set.of("created", "deleted", "suspend", "unsuspend", "new_permissions_accepted", "added", "removed");
    private static final Set<String> REPOSITORY = Set.of(
            "created",
            "renamed",
            "transferred",
            "archived",
            "unarchived",
            "deleted",
            "edited",
            "privatized",
            "publicized");
    private static final Set<String> PULL_REQUEST =
            Set.of("opened", "edited", "synchronize", "closed", "reopened", "converted_to_draft", "ready_for_review");
    private static final Set<String> CHECK_SUITE = Set.of("completed", "requested", "rerequested");

    private HookNews() {}

    static HostNews of(String event, String action, HookPayload payload) {
        return switch (event) {
            case "installation", "installation_repositories" ->
                INSTALLATION.contains(action)
                        ? new HostNews.InstallationChanged(payload.number("installation.id"))
                        : NOT_OURS;
            case "repository" ->
                REPOSITORY.contains(action)
                        ? new HostNews.RepositoryChanged(
                                payload.number("installation.id"), payload.number("repository.id"))
                        : NOT_OURS;
            case "push" -> push(payload);
            case "pull_request" -> PULL_REQUEST.contains(action) ? pullRequest(payload) : NOT_OURS;
            case "check_suite" -> CHECK_SUITE.contains(action) ? checkSuite(payload) : NOT_OURS;
            case "status" ->
                new HostNews.ChecksChanged(
                        payload.number("repository.id"), payload.text("sha"), status(payload.text("state")));
            case "github_app_authorization" ->
                action.equals("revoked")
                        ? new HostNews.AccessWithdrawn(String.valueOf(payload.number("sender.id")))
                        : NOT_OURS;
            case "issue_comment" ->
                new HostNews.Commented(payload.number("repository.id"), payload.number("issue.number"));
            case "pull_request_review", "pull_request_review_comment" ->
                new HostNews.Commented(payload.number("repository.id"), payload.number("pull_request.number"));
            default -> NOT_OURS;
        };
    }

    private static HostNews push(HookPayload payload) {
        String reference = payload.text("ref");
        if (!reference.startsWith(BRANCH)) {
            return NOT_OURS;
        }
        return new HostNews.BranchPushed(
                payload.number("repository.id"),
                reference.substring(BRANCH.length()),
                payload.flag("deleted") ? null : payload.text("after"));
    }

    /** Those from forks are not ours: their branch only has the same name. */
    private static HostNews pullRequest(HookPayload payload) {
        if (!payload.same("pull_request.head.repo.id", "repository.id")) {
            return NOT_OURS;
        }
        HostedPullRequest now = new HostedPullRequest(
                payload.number("pull_request.number"),
                payload.text("pull_request.html_url"),
                state(payload),
                payload.flag("pull_request.draft"),
                payload.text("pull_request.head.ref"),
                payload.text("pull_request.base.ref"),
                payload.text("pull_request.head.sha"),
                payload.text("pull_request.title"),
                payload.optionalText("pull_request.user.login").orElse("ghost"),
                Checks.NONE);
        return new HostNews.PullRequestChanged(
                payload.number("repository.id"),
                now,
                payload.time("pull_request.updated_at").orElse(null));
    }

    private static State state(HookPayload payload) {
        return switch (payload.text("pull_request.state")) {
            case "open" -> State.OPEN;
            case "closed" -> payload.flag("pull_request.merged") ? State.MERGED : State.CLOSED;
            default -> throw new IllegalArgumentException("The pull request has a state that is not known.");
        };
    }

    private static HostNews checkSuite(HookPayload payload) {
        Checks checks = payload.optionalText("check_suite.conclusion")
                .map(HookNews::conclusion)
                .orElse(Checks.PENDING);
        return new HostNews.ChecksChanged(
                payload.number("repository.id"), payload.text("check_suite.head_sha"), checks);
    }

    private static Checks conclusion(String word) {
        return switch (word) {
            case "success", "neutral", "skipped" -> Checks.PASSED;
            default -> Checks.FAILED;
        };
    }

    private static Checks status(String word) {
        return switch (word) {
            case "success" -> Checks.PASSED;
            case "pending" -> Checks.PENDING;
            default -> Checks.FAILED;
        };
    }
}
