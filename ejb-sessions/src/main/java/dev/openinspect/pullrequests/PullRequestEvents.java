package dev.openinspect.pullrequests;

import dev.openinspect.log.EventData;
import dev.openinspect.log.EventType;
import dev.openinspect.log.NewEvent;
import java.time.Instant;
import java.util.Locale;

/** The event of a pull request that is not what it was. */
final class PullRequestEvents {
    private PullRequestEvents() {}

    static NewEvent changed(PullRequest row, Instant now) {
        EventData data = new EventData()
                .with("id", row.id)
                .with("status", word(row.status))
                .with("state", PullRequestView.state(row))
                .with("url", row.url)
                .with("title", row.title)
                .with("head", row.head)
                .with("base", row.base)
                .with("author", row.author)
                .with("checks", word(row.checks))
                .with("link", row.status == PullRequestStatus.LINK ? row.link : null)
                .with("reason", row.reason)
                .with("asApp", row.asApp ? "true" : null);
        if (row.number != null) {
            data.with("number", row.number);
        }
        return data.event(EventType.PULL_REQUEST, now, row.promptId());
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
