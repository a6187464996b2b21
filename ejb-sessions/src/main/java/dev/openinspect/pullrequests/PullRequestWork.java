package dev.openinspect.pullrequests;

import dev.openinspect.accounts.PersonalTokens;
import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.PullRequestHost;
import dev.openinspect.codehosts.PullRequestHost.Author;
import dev.openinspect.codehosts.PullRequestHost.Draft;
import dev.openinspect.codehosts.PullRequestHost.HostedPullRequest;
import dev.openinspect.pullrequests.PullRequestOutcome.Failed;
import dev.openinspect.pullrequests.PullRequestOutcome.Later;
import dev.openinspect.pullrequests.PullRequestOutcome.Link;
import dev.openinspect.pullrequests.PullRequestOutcome.There;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: looks at the host, decides, opens or updates. Outside of any transaction. It may be repeated and may run twice at the same time: it looks
 * before it opens, and the host itself refuses a second open pull request of a branch. If the person's token is refused, nobody else's is tried.
 */
@ApplicationScoped
class PullRequestWork {
    private static final Logger LOG = Logger.getLogger(PullRequestWork.class.getName());

    @Inject
    CodeHostApp app;

    @Inject
    PullRequestHost host;

    @Inject
    PersonalTokens tokens;

    PullRequestOutcome attempt(PullRequestTask task) {
        HostedPlace place = task.place();
        if (place == null) {
            return new Failed("The repository is at no code host any more.");
        }
        if (task.attempt() > PullRequestTask.MOST_ATTEMPTS) {
            return new Failed("The work was interrupted " + PullRequestTask.MOST_ATTEMPTS + " times.");
        }
        try {
            return carryOut(task, place, PullRequestDecision.of(task, look(task, place)));
        } catch (CodeHostFailure e) {
            return ofApp(e);
        }
    }

    /** How the pull request is now; for one that we could not open, whether somebody did. */
    Optional<HostedPullRequest> find(PullRequestSteps.Look look) {
        Optional<Long> opened = look.search()
                ? host.openOf(look.place(), look.head()).map(HostedPullRequest::number)
                : Optional.empty();
        // Asked for by its number, because the list says nothing of checks.
        return opened.or(() -> Optional.ofNullable(look.number())).map(number -> host.find(look.place(), number));
    }

    private PullRequestDecision.Found look(PullRequestTask task, HostedPlace place) {
        return new PullRequestDecision.Found(
                app.headCommit(place, task.head()),
                host.openOf(place, task.head()),
                tokens.tokenOf(task.requestedBy()));
    }

    private PullRequestOutcome carryOut(PullRequestTask task, HostedPlace place, PullRequestDecision decision) {
        return switch (decision) {
            case PullRequestDecision.Wait wait -> new Later(Duration.ZERO, wait.reason());
            case PullRequestDecision.Refuse refuse -> new Failed(refuse.reason());
            case PullRequestDecision.Keep keep -> new There(keep.existing(), false, keep.note());
            case PullRequestDecision.OfferLink offer -> link(task, place, offer.reason());
            case PullRequestDecision.Open open -> act(task, place, open.author(), Optional.empty());
            case PullRequestDecision.Update update -> act(task, place, update.author(), Optional.of(update.existing()));
        };
    }

    private PullRequestOutcome act(
            PullRequestTask task, HostedPlace place, Author author, Optional<HostedPullRequest> existing) {
        try {
            return there(task, place, author, write(task, place, author, existing));
        } catch (CodeHostFailure e) {
            return author instanceof Author.Person person ? ofPerson(task, place, person, e) : ofApp(e);
        }
    }

    private HostedPullRequest write(
            PullRequestTask task, HostedPlace place, Author author, Optional<HostedPullRequest> existing) {
        Draft wanted = task.draft(author instanceof Author.App);
        if (existing.isPresent()) {
            return host.edit(place, existing.get().number(), wanted.title(), wanted.body(), author);
        }
        try {
            return host.open(place, wanted, author);
        } catch (CodeHostFailure e) {
            if (e.kind() != CodeHostFailure.Kind.ALREADY_THERE) {
                throw e;
            }
            // Somebody was faster, perhaps an attempt of ours whose answer got lost.
            HostedPullRequest faster = host.openOf(place, task.head()).orElseThrow(() -> e);
            return host.edit(place, faster.number(), wanted.title(), wanted.body(), author);
        }
    }

    private There there(PullRequestTask task, HostedPlace place, Author author, HostedPullRequest found) {
        return new There(found, author instanceof Author.App, label(task, place, found.number()));
    }

    /** A label is an extra: without it the pull request is as good. What went wrong, or null. */
    private @Nullable String label(PullRequestTask task, HostedPlace place, long number) {
        String label = task.rules().label();
        if (label == null) {
            return null;
        }
        try {
            host.label(place, number, label);
            return null;
        } catch (CodeHostFailure e) {
            LOG.log(Level.WARNING, "session=" + task.sessionId() + " pull request " + number + " got no label", e);
            return "The label " + label + " could not be added: " + e.sentence();
        }
    }

    private PullRequestOutcome ofPerson(
            PullRequestTask task, HostedPlace place, Author.Person person, CodeHostFailure failure) {
        return switch (failure.kind()) {
            case CREDENTIAL_REFUSED -> {
                tokens.refused(task.requestedBy(), person.accessToken());
                yield link(
                        task,
                        place,
                        "The code host no longer accepts " + task.requester() + "'s account. Connect it again.");
            }
            // The app could, but then it would not be the person who opened it.
            case FORBIDDEN, NOT_FOUND ->
                link(
                        task,
                        place,
                        "The code host does not let " + task.requester() + " open it from here: " + failure.sentence());
            case UNREACHABLE, RATE_LIMITED, ALREADY_THERE, INVALID, OTHER -> ofApp(failure);
        };
    }

    private static PullRequestOutcome ofApp(CodeHostFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, RATE_LIMITED, ALREADY_THERE -> later(failure);
            case CREDENTIAL_REFUSED, FORBIDDEN, NOT_FOUND, INVALID, OTHER ->
                failure.retryable() ? later(failure) : new Failed(failure.sentence());
        };
    }

    private static Later later(CodeHostFailure failure) {
        return new Later(failure.retryAfter().orElse(Duration.ZERO), failure.sentence());
    }

    private Link link(PullRequestTask task, HostedPlace place, String reason) {
        return new Link(host.comparePage(place, task.draft(false)), reason);
    }
}
