package dev.openinspect.web.api;

import dev.openinspect.sessions.ArtifactView;
import dev.openinspect.sessions.ParticipantView;
import dev.openinspect.sessions.PersonView;
import dev.openinspect.sessions.PromptReceipt;
import dev.openinspect.sessions.PromptView;
import dev.openinspect.sessions.PullRequestChip;
import dev.openinspect.sessions.SandboxView;
import dev.openinspect.sessions.SessionDetail;
import dev.openinspect.sessions.SessionSummary;
import dev.openinspect.sessions.SnapshotView;
import dev.openinspect.sessions.Tokens;
import dev.openinspect.web.json.Document;

/** Sessions and what belongs to them as the API shows them. */
final class SessionDocuments {
    private SessionDocuments() {}

    static Document summary(SessionSummary session) {
        Document document = new Document()
                .with("id", session.id())
                .with("title", session.title())
                .with("status", session.status())
                .with("repository", session.repository())
                .with("branch", session.branch())
                .with("workBranch", session.workBranch())
                .with("model", session.model())
                .with("cost", session.cost())
                .with("createdBy", session.createdBy())
                .with("createdAt", session.createdAt())
                .with("updatedAt", session.updatedAt())
                .with("unfinishedPrompts", session.unfinishedPrompts())
                .with("sandboxStatus", session.sandboxStatus())
                .with("reportedStatus", session.reportedStatus());
        PullRequestChip chip = session.pullRequest();
        return chip == null
                ? document
                : document.with(
                        "pullRequest",
                        new Document()
                                .with("name", chip.name())
                                .with("url", chip.url())
                                .with("state", chip.state()));
    }

    static Document detail(SessionDetail session) {
        return new Document()
                .with("id", session.id())
                .with("title", session.title())
                .with("status", session.status())
                .with("repository", session.repository())
                .with("branch", session.branch())
                .with("workBranch", session.workBranch())
                .with("baseCommit", session.baseCommit())
                .with("lastSeq", session.lastSeq())
                .with("model", session.model())
                .with("cost", session.cost())
                .with("costLimit", session.costLimit())
                .with("tokens", tokens(session.tokens()))
                .with("reportedStatus", session.reportedStatus())
                .with("createdBy", session.createdBy())
                .with("createdAt", session.createdAt())
                .with("updatedAt", session.updatedAt())
                .with("sandbox", sandbox(session.sandbox()))
                .withAll("prompts", session.prompts(), SessionDocuments::prompt)
                .withAll("participants", session.participants(), SessionDocuments::participant)
                .withAll("artifacts", session.artifacts(), SessionDocuments::artifact)
                .withAll("snapshots", session.snapshots(), SessionDocuments::snapshot);
    }

    static Document snapshot(SnapshotView snapshot) {
        return new Document()
                .with("id", snapshot.id())
                .with("status", snapshot.status())
                .with("cause", snapshot.cause())
                .with("promptId", snapshot.promptId())
                .with("promptNumber", snapshot.promptNumber())
                .with("bytes", snapshot.bytes())
                .with("files", snapshot.files())
                .with("reason", snapshot.reason())
                .with("createdAt", snapshot.createdAt())
                .with("takenAt", snapshot.takenAt());
    }

    static Document prompt(PromptView prompt) {
        return new Document()
                .with("id", prompt.id())
                .with("status", prompt.status())
                .with("position", prompt.position())
                .with("author", person(prompt.author()))
                .with("text", prompt.text())
                .with("model", prompt.model())
                .with("reason", prompt.reason())
                .with("remedy", prompt.remedy())
                .with("cost", prompt.cost())
                .with("tokens", tokens(prompt.tokens()))
                .with("createdAt", prompt.createdAt())
                .with("startedAt", prompt.startedAt())
                .with("finishedAt", prompt.finishedAt())
                .with("retryOf", prompt.retryOf())
                .with("undone", prompt.undone());
    }

    static Document receipt(PromptReceipt receipt) {
        return new Document()
                .with("id", receipt.id())
                .with("status", receipt.status())
                .with("position", receipt.position());
    }

    static Document artifact(ArtifactView artifact) {
        return new Document()
                .with("id", artifact.id())
                .with("kind", artifact.kind())
                .with("name", artifact.name())
                .with("url", artifact.url())
                .with("detail", artifact.detail())
                .with("state", artifact.state())
                .with("mediaType", artifact.mediaType())
                .with("bytes", artifact.bytes())
                .with("promptId", artifact.promptId())
                .with("createdAt", artifact.createdAt());
    }

    private static Document participant(ParticipantView participant) {
        return person(participant.person()).with("joinedAt", participant.joinedAt());
    }

    private static Document person(PersonView person) {
        return new Document().with("id", person.id()).with("name", person.name());
    }

    private static Document sandbox(SandboxView sandbox) {
        return new Document()
                .with("status", sandbox.status())
                .with("reason", sandbox.reason())
                .with("phase", sandbox.phase())
                .with("waiting", sandbox.waiting())
                .with("place", sandbox.place())
                .with("remedy", sandbox.remedy())
                .with("generation", sandbox.generation());
    }

    private static Document tokens(Tokens tokens) {
        return new Document().with("input", tokens.input()).with("output", tokens.output());
    }
}
