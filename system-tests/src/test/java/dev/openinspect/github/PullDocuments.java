package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How GitHub describes pull requests and their checks. */
final class PullDocuments {
    private static final List<String> LINKS =
            List.of("html", "self", "issue", "comments", "review_comments", "review_comment", "commits", "statuses");

    private final Places places;
    private final World world;
    private final AccountDocuments accounts;
    private final RepositoryDocuments repositories;

    PullDocuments(Places places, World world, AccountDocuments accounts, RepositoryDocuments repositories) {
        this.places = places;
        this.world = world;
        this.accounts = accounts;
        this.repositories = repositories;
    }

    String page(Pull pull) {
        return places.web() + "/" + pull.repository.fullName() + "/pull/" + pull.number;
    }

    /** What stands in lists. */
    ObjectNode listed(Pull pull) {
        Repository repository = pull.repository;
        String own = repositories.url(repository) + "/pulls/" + pull.number;
        String issue = repositories.url(repository) + "/issues/" + pull.number;
        String head = repository.git.head(pull.head).orElse(pull.lastHead);
        ObjectNode document = Json.object()
                .put("url", own)
                .put("id", pull.id)
                .put("node_id", Json.nodeId("PR", pull.id))
                .put("html_url", page(pull))
                .put("diff_url", page(pull) + ".diff")
                .put("patch_url", page(pull) + ".patch")
                .put("issue_url", issue)
                .put("commits_url", own + "/commits")
                .put("review_comments_url", own + "/comments")
                .put("review_comment_url", repositories.url(repository) + "/pulls/comments{/number}")
                .put("comments_url", issue + "/comments")
                .put("statuses_url", repositories.url(repository) + "/statuses/" + head)
                .put("number", pull.number)
                .put("state", pull.isOpen() ? "open" : "closed")
                .put("locked", false)
                .put("title", pull.title)
                .put("body", pull.body)
                .put("draft", pull.draft)
                .put("created_at", Json.time(pull.created))
                .put("updated_at", Json.time(pull.updated))
                .put("closed_at", Json.time(pull.closed))
                .put("merged_at", Json.time(pull.merged))
                .put("merge_commit_sha", pull.mergeCommit)
                .put("author_association", "MEMBER")
                .putNull("assignee")
                .putNull("milestone")
                .putNull("auto_merge");
        document.set("user", accounts.brief(pull.author));
        document.set("labels", Json.array(pull.labels, label -> label(repository, label)));
        document.putArray("assignees");
        document.putArray("requested_reviewers");
        document.putArray("requested_teams");
        document.set("head", side(repository, pull.head, pull.isOpen() ? head : pull.lastHead));
        document.set(
                "base",
                side(repository, pull.base, repository.git.head(pull.base).orElse(pull.lastHead)));
        ObjectNode links = document.putObject("_links");
        for (String link : LINKS) {
            String field = link.equals("self") ? "url" : link + "_url";
            links.putObject(link).put("href", document.path(field).asText());
        }
        return document;
    }

    /** All of it. */
    ObjectNode full(Pull pull) {
        ObjectNode document = listed(pull)
                .put("merged", pull.isMerged())
                .put("mergeable", pull.isOpen() ? Boolean.TRUE : null)
                .put("rebaseable", pull.isOpen() ? Boolean.TRUE : null)
                .put("mergeable_state", pull.isOpen() ? "clean" : "unknown")
                .put("comments", 0)
                .put("review_comments", 0)
                .put("maintainer_can_modify", false)
                .put("commits", 1)
                .put("additions", 1)
                .put("deletions", 0)
                .put("changed_files", 1);
        if (pull.isMerged()) {
            document.set("merged_by", accounts.brief(pull.author));
        } else {
            document.putNull("merged_by");
        }
        return document;
    }

    ObjectNode label(Repository repository, Pull.Label label) {
        return Json.object()
                .put("id", label.id())
                .put("node_id", Json.nodeId("LA", label.id()))
                .put("url", repositories.url(repository) + "/labels/" + label.name())
                .put("name", label.name())
                .put("description", "")
                .put("color", "ededed")
                .put("default", false);
    }

    ObjectNode suite(Repository repository, String commit, Repository.CheckSuite suite) {
        String own = repositories.url(repository) + "/check-suites/" + suite.id();
        ObjectNode document = Json.object()
                .put("id", suite.id())
                .put("node_id", Json.nodeId("CS", suite.id()))
                .put("head_branch", branchOf(repository, commit))
                .put("head_sha", commit)
                .put("status", suite.status())
                .put("conclusion", suite.conclusion().isEmpty() ? null : suite.conclusion())
                .put("url", own)
                .putNull("before")
                .put("after", commit)
                .put("created_at", Json.time(suite.at()))
                .put("updated_at", Json.time(suite.at()))
                .put("latest_check_runs_count", 1)
                .put("check_runs_url", own + "/check-runs");
        document.set(
                "pull_requests",
                Json.array(
                        repository.pulls.stream()
                                .filter(pull -> pull.isOpen()
                                        && repository
                                                .git
                                                .head(pull.head)
                                                .filter(commit::equals)
                                                .isPresent())
                                .toList(),
                        this::minimal));
        document.set("app", accounts.app(world.app, world.bot()));
        document.set("repository", repositories.minimal(repository));
        document.set("head_commit", repositories.headCommit(repository, commit));
        return document;
    }

    ObjectNode status(Repository repository, String commit, Repository.CommitStatus status) {
        return Json.object()
                .put("id", status.id())
                .put("node_id", Json.nodeId("SC", status.id()))
                .put("url", repositories.url(repository) + "/statuses/" + commit)
                .put("avatar_url", places.web() + "/avatars/" + status.id())
                .put("state", status.state())
                .put("context", status.context())
                .put("description", "")
                .putNull("target_url")
                .put("created_at", Json.time(status.at()))
                .put("updated_at", Json.time(status.at()));
    }

    private ObjectNode minimal(Pull pull) {
        ObjectNode document = Json.object()
                .put("id", pull.id)
                .put("number", pull.number)
                .put("url", repositories.url(pull.repository) + "/pulls/" + pull.number);
        document.set("head", minimal(pull.repository, pull.head, pull.lastHead));
        document.set("base", minimal(pull.repository, pull.base, pull.lastHead));
        return document;
    }

    private ObjectNode minimal(Repository repository, String branch, String otherwise) {
        ObjectNode side = Json.object()
                .put("ref", branch)
                .put("sha", repository.git.head(branch).orElse(otherwise));
        side.putObject("repo")
                .put("id", repository.id)
                .put("url", repositories.url(repository))
                .put("name", repository.name);
        return side;
    }

    private ObjectNode side(Repository repository, String branch, String commit) {
        ObjectNode side = Json.object()
                .put("label", repository.owner + ":" + branch)
                .put("ref", branch)
                .put("sha", commit);
        side.set("user", accounts.brief(world.account(repository.owner).orElseThrow()));
        side.set("repo", repositories.listed(repository));
        return side;
    }

    private static String branchOf(Repository repository, String commit) {
        return repository.git.heads().entrySet().stream()
                .filter(head -> head.getValue().equals(commit))
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }
}
