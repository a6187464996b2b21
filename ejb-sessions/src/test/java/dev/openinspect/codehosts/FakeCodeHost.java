package dev.openinspect.codehosts;

import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A code host in memory with the one rule that matters: a branch has at most one open pull request. Failures wait in a queue and hit the next call of their
 * name. For any number of threads.
 */
public final class FakeCodeHost implements CodeHostApp, PullRequestHost {
    private final Map<String, String> heads = new HashMap<>();
    private final List<HostedPullRequest> pullRequests = new ArrayList<>();
    private final Map<Long, String> bodies = new HashMap<>();
    private final Map<String, String> logins = new HashMap<>(Map.of("token-of-ada", "ada"));
    private final Map<String, Deque<CodeHostFailure>> failures = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean losesAnswers;

    public synchronized FakeCodeHost push(String branch, String commit) {
        heads.put(branch, commit);
        return this;
    }

    /** The next call of this name fails. */
    public synchronized FakeCodeHost failing(String call, CodeHostFailure failure) {
        failures.computeIfAbsent(call, name -> new ArrayDeque<>()).add(failure);
        return this;
    }

    /** Opens what it is asked to open, but its answer never arrives. */
    public synchronized FakeCodeHost losingAnswers(boolean loses) {
        losesAnswers = loses;
        return this;
    }

    public synchronized List<HostedPullRequest> pullRequests() {
        return List.copyOf(pullRequests);
    }

    public synchronized String body(long number) {
        return bodies.getOrDefault(number, "");
    }

    /** What was called, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized void merge(long number) {
        replace(number, State.MERGED, find(number).title());
    }

    private void called(String name) {
        calls.add(name);
        Deque<CodeHostFailure> waiting = failures.get(name);
        if (waiting != null && !waiting.isEmpty()) {
            throw waiting.remove();
        }
    }

    @Override
    public Optional<Profile> profile() {
        return Optional.of(new Profile("Fake host", "https://host.example", "https://host.example/install"));
    }

    @Override
    public List<AppInstallation> installations() {
        return List.of();
    }

    @Override
    public List<HostedRepository> repositories(long installation) {
        return List.of();
    }

    @Override
    public List<Branch> branches(HostedPlace place) {
        return List.of();
    }

    @Override
    public synchronized Optional<String> headCommit(HostedPlace place, String branch) {
        called("headCommit");
        return Optional.ofNullable(heads.get(branch));
    }

    @Override
    public String gitCredential(HostedPlace place, Access access) {
        return "x:y";
    }

    @Override
    public void forgetCredential(HostedPlace place, Access access) {}

    @Override
    public synchronized Optional<HostedPullRequest> openOf(HostedPlace place, String head) {
        called("openOf");
        return openWith(head);
    }

    @Override
    public synchronized HostedPullRequest open(HostedPlace place, Draft wanted, Author author) {
        called("open");
        if (openWith(wanted.head()).isPresent()) {
            throw new CodeHostFailure(
                    "A pull request already exists.", CodeHostFailure.Kind.ALREADY_THERE, false, null, null);
        }
        HostedPullRequest opened = new HostedPullRequest(
                pullRequests.size() + 1L,
                "https://host.example/pull/" + (pullRequests.size() + 1),
                State.OPEN,
                wanted.draft(),
                wanted.head(),
                wanted.base(),
                heads.get(wanted.head()),
                wanted.title(),
                login(author),
                Checks.NONE);
        pullRequests.add(opened);
        bodies.put(opened.number(), wanted.body());
        if (losesAnswers) {
            throw new CodeHostFailure("No answer.", CodeHostFailure.Kind.UNREACHABLE, true, null, null);
        }
        return opened;
    }

    @Override
    public synchronized HostedPullRequest edit(
            HostedPlace place, long number, String title, String body, Author author) {
        called("edit");
        String unused = login(author);
        bodies.put(number, body);
        return replace(number, find(number).state(), title);
    }

    @Override
    public synchronized HostedPullRequest find(HostedPlace place, long number) {
        called("find");
        return find(number);
    }

    @Override
    public synchronized void label(HostedPlace place, long number, String label) {
        called("label");
    }

    @Override
    public URI comparePage(HostedPlace place, Draft wanted) {
        return URI.create("https://host.example/compare/"
                + URLEncoder.encode(wanted.base() + "..." + wanted.head(), StandardCharsets.UTF_8));
    }

    private Optional<HostedPullRequest> openWith(String head) {
        return pullRequests.stream()
                .filter(known -> known.head().equals(head) && known.state() == State.OPEN)
                .findFirst();
    }

    private HostedPullRequest find(long number) {
        return pullRequests.get((int) number - 1);
    }

    private HostedPullRequest replace(long number, State state, String title) {
        HostedPullRequest old = find(number);
        HostedPullRequest changed = new HostedPullRequest(
                number,
                old.url(),
                state,
                old.draft(),
                old.head(),
                old.base(),
                heads.get(old.head()),
                title,
                old.author(),
                old.checks());
        pullRequests.set((int) number - 1, changed);
        return changed;
    }

    private String login(Author author) {
        return switch (author) {
            case Author.App app -> "open-inspect[bot]";
            case Author.Person person -> {
                String login = logins.get(person.accessToken());
                if (login == null) {
                    throw new CodeHostFailure(
                            "Bad credentials.", CodeHostFailure.Kind.CREDENTIAL_REFUSED, false, null, null);
                }
                yield login;
            }
        };
    }
}
