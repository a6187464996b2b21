package dev.openinspect.repositories;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.CodeHostApp;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An app at a code host that knows what a test tells it. */
public class FakeCodeHostApp implements CodeHostApp {
    public final List<AppInstallation> installations = new ArrayList<>();
    public final Map<Long, List<HostedRepository>> repositories = new HashMap<>();
    public final Map<Long, CodeHostFailure> failures = new HashMap<>();
    public final List<String> forgotten = new ArrayList<>();
    public boolean configured = true;
    public int asked;
    private @Nullable CodeHostFailure failure;

    public void failWith(@Nullable CodeHostFailure wanted) {
        failure = wanted;
    }

    @Override
    public Optional<Profile> profile() {
        return configured
                ? Optional.of(new Profile("Host", "https://host.example", "https://host.example/install"))
                : Optional.empty();
    }

    @Override
    public List<AppInstallation> installations() {
        ask();
        return List.copyOf(installations);
    }

    @Override
    public List<HostedRepository> repositories(long installation) {
        ask();
        CodeHostFailure own = failures.get(installation);
        if (own != null) {
            throw own;
        }
        return repositories.getOrDefault(installation, List.of());
    }

    @Override
    public List<Branch> branches(HostedPlace place) {
        ask();
        return List.of(new Branch("main", "abc"));
    }

    @Override
    public Optional<String> headCommit(HostedPlace place, String branch) {
        ask();
        return branch.equals("main") ? Optional.of("abc") : Optional.empty();
    }

    @Override
    public String gitCredential(HostedPlace place, Access access) {
        ask();
        return "app:" + access + "-" + place.repository() + "-" + forgotten.size();
    }

    @Override
    public void forgetCredential(HostedPlace place, Access access) {
        forgotten.add(access + "-" + place.repository());
    }

    private void ask() {
        asked++;
        if (failure != null) {
            throw failure;
        }
    }
}
