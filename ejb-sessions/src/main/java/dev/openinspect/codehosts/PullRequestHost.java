package dev.openinspect.codehosts;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pull requests at the code host. Calls go over the network: never inside a transaction. Each throws
 * {@link dev.openinspect.repositories.CodeHost.CodeHostFailure}: kind {@code ALREADY_THERE} if the branch has an open one, {@code INVALID} with the host's
 * reason in the sentence if it cannot be opened like this, {@code CREDENTIAL_REFUSED} if the author's token is not good (any longer).
 */
public interface PullRequestHost {
    /** The open pull request of a branch; at most one can be open for a pair of branches, and the oldest counts if there are several bases. */
    Optional<HostedPullRequest> openOf(HostedPlace place, String head);

    /** Opens one. Not safe to repeat blindly: look with {@link #openOf} first. */
    HostedPullRequest open(HostedPlace place, Draft wanted, Author author);

    /** Changes title and body. */
    HostedPullRequest edit(HostedPlace place, long number, String title, String body, Author author);

    /** As it is now, its checks included. */
    HostedPullRequest find(HostedPlace place, long number);

    /** Adds a label, as the app; one that is there already is no failure. */
    void label(HostedPlace place, long number, String label);

    /** A page of the host on which a person opens the pull request by hand, filled in as far as an address can carry. Asks nobody. */
    URI comparePage(HostedPlace place, Draft wanted);

    /**
     * What shall be opened.
     *
     * @param head the branch with the work, in the same repository
     */
    record Draft(String head, String base, String title, String body, boolean draft) {}

    /** In whose name. */
    sealed interface Author {
        /** A person, by their own token. */
        record Person(String accessToken) implements Author {
            /** Nothing of what it holds is for a log. */
            @Override
            public String toString() {
                return "Person";
            }
        }

        /** The app itself. */
        record App() implements Author {}
    }

    /**
     * A pull request as the host knows it.
     *
     * @param author the login of whoever opened it
     */
    record HostedPullRequest(
            long number,
            String url,
            State state,
            boolean draft,
            String head,
            String base,
            @Nullable String headCommit,
            String title,
            String author,
            Checks checks) {}

    /** Whether it still asks for something. */
    enum State {
        OPEN,
        MERGED,
        CLOSED
    }

    /** What the host's checks say of its head, taken together. */
    enum Checks {
        NONE,
        PENDING,
        PASSED,
        FAILED
    }
}
