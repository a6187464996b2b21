package dev.openinspect.codehosts;

import dev.openinspect.repositories.CodeHost.Branch;
import java.util.List;
import java.util.Optional;

/**
 * The app that this installation is at a code host. Every call but {@link #profile} goes over the network: never inside a transaction. Each throws
 * {@link dev.openinspect.repositories.CodeHost.CodeHostFailure}.
 */
public interface CodeHostApp {
    /** An installation of the app gives at most this many repositories; the rest is left out and said in the log. */
    int MOST_REPOSITORIES = 1_000;

    /** What is configured; empty without an app. Asks nobody. */
    Optional<Profile> profile();

    /** Where the app is installed. */
    List<AppInstallation> installations();

    /** The repositories of an installation, archived ones included, asked anew but conditionally: an unchanged list costs no quota. */
    List<HostedRepository> repositories(long installation);

    /** Branches of a repository, at most {@link dev.openinspect.repositories.CodeHost#MOST_BRANCHES}. */
    List<Branch> branches(HostedPlace place);

    /** The commit at the end of a branch; empty if there is no such branch. */
    Optional<String> headCommit(HostedPlace place, String branch);

    /** {@code user:password} for Git over https, good for this repository alone and for at least five minutes. */
    String gitCredential(HostedPlace place, Access access);

    /** The host refused what {@link #gitCredential} gave, so the next call gets a new one. */
    void forgetCredential(HostedPlace place, Access access);

    /** What Git may do with a credential. */
    enum Access {
        READ,
        WRITE
    }

    /**
     * What people are shown of the host.
     *
     * @param name as its users call it
     * @param installUrl where an administrator installs the app on more repositories
     */
    record Profile(String name, String webUrl, String installUrl) {}
}
