package dev.openinspect.clients.github;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The GitHub App that this installation is. */
@Stateless
@Local(CodeHostApp.class)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class GitHubApp implements CodeHostApp {
    /** What GitHub takes as the user of a token in HTTP Basic. */
    private static final String GIT_USER = "x-access-token";

    @Inject
    GitHubSettings settings;

    @Inject
    InstallationTokens tokens;

    @Inject
    GitHubLists lists;

    @Override
    public Optional<Profile> profile() {
        return settings.app().map(app -> {
            String apps = settings.web() + (settings.isPublic() ? "/apps/" : "/github-apps/") + app.slug();
            return new Profile(GitHubSettings.NAME, settings.web().toString(), apps + "/installations/new");
        });
    }

    @Override
    public List<AppInstallation> installations() {
        return lists.installations();
    }

    @Override
    public List<HostedRepository> repositories(long installation) {
        return tokens.with(installation, as -> lists.repositories(installation, as));
    }

    @Override
    public List<Branch> branches(HostedPlace place) {
        List<Branch> branches = tokens.with(place, Need.READ, as -> lists.branches(place, as));
        return branches.size() > CodeHost.MOST_BRANCHES ? branches.subList(0, CodeHost.MOST_BRANCHES) : branches;
    }

    @Override
    public Optional<String> headCommit(HostedPlace place, String branch) {
        try {
            return tokens.with(place, Need.READ, as -> lists.headCommit(place, branch, as));
        } catch (CodeHostFailure e) {
            if (e.kind() == Kind.INVALID) {
                // 409: the repository is empty, so it has no branch at all.
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String gitCredential(HostedPlace place, Access access) {
        return GIT_USER + ":" + tokens.token(place, need(access));
    }

    @Override
    public void forgetCredential(HostedPlace place, Access access) {
        tokens.forget(place, need(access));
    }

    private static Need need(Access access) {
        return switch (access) {
            case READ -> Need.READ;
            case WRITE -> Need.WRITE;
        };
    }
}
