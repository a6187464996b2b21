package dev.openinspect.pullrequests;

import dev.openinspect.accounts.PersonalTokens;
import dev.openinspect.codehosts.PullRequestHost.Author;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do next with a wish, decided from what was found at the host. {@link #of} asks nobody and changes nothing. */
sealed interface PullRequestDecision {
    /** Not yet: the host does not show what it will. */
    record Wait(String reason) implements PullRequestDecision {}

    /** Never like this. */
    record Refuse(String reason) implements PullRequestDecision {}

    record Open(Author author) implements PullRequestDecision {}

    record Update(HostedPullRequest existing, Author author) implements PullRequestDecision {}

    /** There is one already and nobody may change it: it is what was wanted, but for its words. */
    record Keep(HostedPullRequest existing, String note) implements PullRequestDecision {}

    /** The person does it by hand. */
    record OfferLink(String reason) implements PullRequestDecision {}

    /**
     * What an attempt has found.
     *
     * @param remoteHead the commit at the end of the branch at the host
     * @param existing the open pull request of the branch
     */
    record Found(Optional<String> remoteHead, Optional<HostedPullRequest> existing, PersonalTokens.Answer token) {}

    static PullRequestDecision of(PullRequestTask task, Found found) {
        String expected = task.expectedCommit();
        if (found.remoteHead().isEmpty()) {
            return new Wait("The code host has no branch " + task.head() + ".");
        }
        if (expected != null && !expected.equals(found.remoteHead().get())) {
            return new Wait("The branch " + task.head() + " does not end with the commit that was pushed: it should be "
                    + shortened(expected) + " and is "
                    + shortened(found.remoteHead().get()) + ".");
        }
        if (task.head().equals(task.base())) {
            return new Refuse("A branch cannot be merged into itself.");
        }
        return switch (found.token()) {
            case PersonalTokens.Answer.Usable usable -> act(found, new Author.Person(usable.accessToken()));
            case PersonalTokens.Answer.Unreachable unreachable ->
                new Wait("The code host does not answer for the person's account.");
            case PersonalTokens.Answer.NotConnected none ->
                withoutToken(task, found, task.requester() + " has connected no account.");
            case PersonalTokens.Answer.ConnectAgain again ->
                withoutToken(
                        task, found, task.requester() + "'s account " + again.login() + " must be connected again.");
        };
    }

    private static PullRequestDecision act(Found found, Author author) {
        return found.existing()
                .<PullRequestDecision>map(existing -> new Update(existing, author))
                .orElseGet(() -> new Open(author));
    }

    private static PullRequestDecision withoutToken(PullRequestTask task, Found found, String why) {
        if (task.rules().asApp()) {
            return act(found, new Author.App());
        }
        return found.existing()
                .<PullRequestDecision>map(
                        existing -> new Keep(existing, why + " Its title and text were left as they are."))
                .orElseGet(() -> new OfferLink(why));
    }

    private static String shortened(@Nullable String commit) {
        return commit == null ? "" : commit.substring(0, Math.min(commit.length(), 12));
    }
}
