package dev.openinspect.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How GitHub describes repositories, branches and commits. */
final class RepositoryDocuments {
    /** Addresses that are the repository's own and this. */
    private static final List<String> ADDRESSES = List.of(
            "forks:forks",
            "keys:keys{/key_id}",
            "collaborators:collaborators{/collaborator}",
            "teams:teams",
            "hooks:hooks",
            "issue_events:issues/events{/number}",
            "events:events",
            "assignees:assignees{/user}",
            "branches:branches{/branch}",
            "tags:tags",
            "blobs:git/blobs{/sha}",
            "git_tags:git/tags{/sha}",
            "git_refs:git/refs{/sha}",
            "trees:git/trees{/sha}",
            "statuses:statuses/{sha}",
            "languages:languages",
            "stargazers:stargazers",
            "contributors:contributors",
            "subscribers:subscribers",
            "subscription:subscription",
            "commits:commits{/sha}",
            "git_commits:git/commits{/sha}",
            "comments:comments{/number}",
            "issue_comment:issues/comments{/number}",
            "contents:contents/{+path}",
            "compare:compare/{base}...{head}",
            "merges:merges",
            "archive:{archive_format}{/ref}",
            "downloads:downloads",
            "issues:issues{/number}",
            "pulls:pulls{/number}",
            "milestones:milestones{/number}",
            "notifications:notifications{?since,all,participating}",
            "labels:labels{/name}",
            "releases:releases{/id}",
            "deployments:deployments");

    private final Places places;
    private final World world;
    private final AccountDocuments accounts;

    RepositoryDocuments(Places places, World world, AccountDocuments accounts) {
        this.places = places;
        this.world = world;
        this.accounts = accounts;
    }

    String url(Repository repository) {
        return places.api() + "/repos/" + repository.fullName();
    }

    /** What stands with checks: names and addresses. */
    ObjectNode minimal(Repository repository) {
        String web = places.web() + "/" + repository.fullName();
        ObjectNode document = Json.object()
                .put("id", repository.id)
                .put("node_id", Json.nodeId("R", repository.id))
                .put("name", repository.name)
                .put("full_name", repository.fullName())
                .put("private", !repository.open)
                .put("html_url", web)
                .put("description", "")
                .put("fork", false)
                .put("url", url(repository));
        document.set("owner", accounts.brief(world.account(repository.owner).orElseThrow()));
        for (String address : ADDRESSES) {
            int colon = address.indexOf(':');
            document.put(address.substring(0, colon) + "_url", url(repository) + "/" + address.substring(colon + 1));
        }
        return document;
    }

    /** What stands in lists, in pull requests and in hooks. */
    ObjectNode listed(Repository repository) {
        String web = places.web() + "/" + repository.fullName();
        int open = (int) repository.pulls.stream().filter(Pull::isOpen).count();
        ObjectNode document = minimal(repository)
                .put("clone_url", web + ".git")
                .put("git_url", web.replaceFirst("^http", "git") + ".git")
                .put("ssh_url", "git@127.0.0.1:" + repository.fullName() + ".git")
                .put("svn_url", web)
                .putNull("mirror_url")
                .putNull("homepage")
                .putNull("language")
                .putNull("license")
                .put("default_branch", repository.git.defaultBranch())
                .put("archived", repository.archived)
                .put("disabled", false)
                .put("visibility", repository.open ? "public" : "private");
        for (String number : List.of("forks", "stargazers", "watchers")) {
            document.put(number + "_count", 0);
        }
        return document.put("forks", 0)
                .put("watchers", 0)
                .put("open_issues", open)
                .put("open_issues_count", open)
                .put("size", 1)
                .put("has_issues", true)
                .put("has_projects", false)
                .put("has_wiki", false)
                .put("has_pages", false)
                .put("has_downloads", false)
                .put("has_discussions", false)
                .put("created_at", Json.time(repository.created))
                .put("updated_at", Json.time(repository.created))
                .put("pushed_at", Json.time(repository.created));
    }

    /** All of it. */
    ObjectNode full(Repository repository) {
        return listed(repository).put("network_count", 0).put("subscribers_count", 0);
    }

    /** A branch in a list. */
    ObjectNode branch(Repository repository, String branch, String commit) {
        ObjectNode document = Json.object().put("name", branch).put("protected", repository.git.isProtected(branch));
        document.putObject("commit").put("sha", commit).put("url", url(repository) + "/commits/" + commit);
        return document;
    }

    /** A branch with its commit and whether it is protected. */
    ObjectNode branchInFull(Repository repository, String branch, String sha) {
        String own = url(repository) + "/branches/" + branch;
        boolean guarded = repository.git.isProtected(branch);
        ObjectNode document =
                Json.object().put("name", branch).put("protected", guarded).put("protection_url", own + "/protection");
        document.set("commit", commit(repository, sha));
        document.putObject("_links")
                .put("html", places.web() + "/" + repository.fullName() + "/tree/" + branch)
                .put("self", own);
        document.putObject("protection").put("enabled", guarded);
        return document;
    }

    /** A commit of a check suite. */
    ObjectNode headCommit(Repository repository, String sha) {
        Described commit = Described.of(repository.git, sha);
        ObjectNode document = Json.object()
                .put("id", sha)
                .put("tree_id", commit.tree)
                .put("message", commit.message)
                .put("timestamp", commit.time);
        document.putObject("author").put("name", commit.author).put("email", commit.authorEmail);
        document.putObject("committer").put("name", commit.committer).put("email", commit.committerEmail);
        return document;
    }

    private ObjectNode commit(Repository repository, String sha) {
        Described commit = Described.of(repository.git, sha);
        String own = url(repository) + "/commits/" + sha;
        String tree = url(repository) + "/git/trees/" + commit.tree;
        ObjectNode document = Json.object()
                .put("url", own)
                .put("sha", sha)
                .put("node_id", "C_" + sha)
                .put("html_url", places.web() + "/" + repository.fullName() + "/commit/" + sha)
                .put("comments_url", own + "/comments")
                // Whose account a commit belongs to is not looked up here.
                .putNull("author")
                .putNull("committer");
        ObjectNode inner = document.putObject("commit")
                .put("url", url(repository) + "/git/commits/" + sha)
                .put("message", commit.message)
                .put("comment_count", 0);
        inner.putObject("author")
                .put("name", commit.author)
                .put("email", commit.authorEmail)
                .put("date", commit.time);
        inner.putObject("committer")
                .put("name", commit.committer)
                .put("email", commit.committerEmail)
                .put("date", commit.time);
        inner.putObject("tree").put("sha", commit.tree).put("url", tree);
        var parents = document.putArray("parents");
        for (String parent : commit.parents) {
            parents.addObject()
                    .put("sha", parent)
                    .put("url", url(repository) + "/commits/" + parent)
                    .put("html_url", places.web() + "/" + repository.fullName() + "/commit/" + parent);
        }
        return document;
    }

    /** What Git says of a commit. */
    private record Described(
            String tree,
            String author,
            String authorEmail,
            String committer,
            String committerEmail,
            String time,
            List<String> parents,
            String message) {
        private static Described of(GitFolder git, String sha) {
            List<String> lines = git.describe(sha);
            List<String> parents =
                    lines.get(6).isEmpty() ? List.of() : List.of(lines.get(6).split(" "));
            return new Described(
                    lines.get(0),
                    lines.get(1),
                    lines.get(2),
                    lines.get(3),
                    lines.get(4),
                    lines.get(5),
                    parents,
                    lines.get(7));
        }
    }
}
