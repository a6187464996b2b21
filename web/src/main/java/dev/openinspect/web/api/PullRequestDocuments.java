package dev.openinspect.web.api;

import dev.openinspect.pullrequests.PullRequestView;
import dev.openinspect.web.json.Document;

/** A pull request as the API and the tools show it. */
public final class PullRequestDocuments {
    private PullRequestDocuments() {}

    public static Document of(PullRequestView pullRequest) {
        Document document = new Document()
                .with("id", pullRequest.id())
                .with("status", pullRequest.status())
                .with("state", pullRequest.state())
                .with("url", pullRequest.url())
                .with("title", pullRequest.title())
                .with("body", pullRequest.body())
                .with("head", pullRequest.head())
                .with("base", pullRequest.base())
                .with("draft", pullRequest.draft())
                .with("headCommit", pullRequest.headCommit())
                .with("author", pullRequest.author())
                .with("asApp", pullRequest.asApp())
                .with("checks", pullRequest.checks())
                .with("link", pullRequest.link())
                .with("reason", pullRequest.reason())
                .with("requestedBy", pullRequest.requestedBy())
                .with("promptId", pullRequest.promptId())
                .with("attempts", pullRequest.attempts())
                .with("changedAt", pullRequest.changedAt())
                .with("refreshedAt", pullRequest.refreshedAt());
        Long number = pullRequest.number();
        return number == null ? document : document.with("number", number.longValue());
    }
}
