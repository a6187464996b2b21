package dev.openinspect.github;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pull request: open, then closed, perhaps by being merged. Guarded by the world's lock. */
public final class Pull {
    final long id;
    final int number;
    final Repository repository;
    final Account author;
    final String head;
    final Instant created;
    final List<Label> labels = new ArrayList<>();
    String base;
    String title;

    @Nullable
    String body;

    boolean draft;
    Instant updated;
    /** The head's commit when it was closed; while it is open the branch says it. */
    String lastHead;

    @Nullable
    Instant closed;

    @Nullable
    Instant merged;

    @Nullable
    String mergeCommit;

    Pull(long id, int number, Repository repository, Account author, Wanted wanted, String lastHead, Instant now) {
        this.id = id;
        this.number = number;
        this.repository = repository;
        this.author = author;
        this.head = wanted.head;
        this.base = wanted.base;
        this.title = wanted.title;
        this.body = wanted.body;
        this.draft = wanted.draft;
        this.lastHead = lastHead;
        this.created = now;
        this.updated = now;
    }

    /** What somebody asks to be opened. */
    record Wanted(
            String head,
            String base,
            String title,
            @Nullable String body,
            boolean draft) {}

    /** A word on a pull request. */
    record Label(long id, String name) {}

    public int number() {
        return number;
    }

    public String author() {
        return author.login();
    }

    public String head() {
        return head;
    }

    public String base() {
        return base;
    }

    public String title() {
        return title;
    }

    public String body() {
        return body == null ? "" : body;
    }

    public boolean draft() {
        return draft;
    }

    public List<String> labels() {
        return labels.stream().map(Label::name).toList();
    }

    public boolean isOpen() {
        return closed == null;
    }

    public boolean isMerged() {
        return merged != null;
    }
}
