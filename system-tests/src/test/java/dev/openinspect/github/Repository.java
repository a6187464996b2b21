package dev.openinspect.github;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A repository and what belongs to it. Guarded by the world's lock. */
public final class Repository {
    final long id;
    final GitFolder git;
    final List<Pull> pulls = new ArrayList<>();
    final Map<String, List<CheckSuite>> suites = new HashMap<>();
    final Map<String, List<CommitStatus>> statuses = new HashMap<>();
    final Set<String> formerNames = new HashSet<>();
    final Set<String> writers = new HashSet<>();
    final Map<String, byte[]> largeFiles = new HashMap<>();
    final Instant created;
    String owner;
    String name;
    boolean archived;
    boolean deleted;
    boolean open;
    private int lastNumber;

    Repository(long id, String owner, String name, GitFolder git, Instant created) {
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.git = git;
        this.created = created;
    }

    public long id() {
        return id;
    }

    public String fullName() {
        return owner + "/" + name;
    }

    /** The bare repository itself. */
    public java.nio.file.Path folder() {
        return git.folder();
    }

    /** Pull requests and issues are counted together. */
    int nextNumber() {
        return ++lastNumber;
    }

    /** Work of an app on a commit, as the checks of its pull request show it. {@code conclusion} is empty while it goes on. */
    record CheckSuite(long id, String status, String conclusion, Instant at) {}

    /** What an older kind of check said of a commit. */
    record CommitStatus(long id, String state, String context, Instant at) {}
}
