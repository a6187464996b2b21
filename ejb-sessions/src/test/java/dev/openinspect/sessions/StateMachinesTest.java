package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.images.ImageStatus;
import dev.openinspect.pullrequests.PullRequestStatus;
import dev.openinspect.questions.QuestionStatus;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxStatus;
import dev.openinspect.transitions.Transitions;
import dev.openinspect.transitions.Transitions.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks every row of the session's and the prompt's machine and draws all machines into the documents. */
class StateMachinesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Path DRAWING = Path.of("../docs/state-machines.md");

    static Stream<Row<SessionStatus, SessionStatus.Trigger>> sessionRows() {
        return SessionStatus.TABLE.rows().stream();
    }

    static Stream<Row<PromptStatus, PromptStatus.Trigger>> promptRows() {
        return PromptStatus.TABLE.rows().stream();
    }

    static Stream<Row<SnapshotStatus, SnapshotStatus.Trigger>> snapshotRows() {
        return SnapshotStatus.TABLE.rows().stream();
    }

    @ParameterizedTest
    @MethodSource("sessionRows")
    void a_session_moves_as_its_table_says(Row<SessionStatus, SessionStatus.Trigger> row) {
        Session session = TestRows.session(row.from());

        session.move(row.trigger(), NOW);

        assertThat(session.status).isEqualTo(row.to());
    }

    @Test
    void a_session_refuses_every_move_that_its_table_does_not_name() {
        for (SessionStatus from : SessionStatus.values()) {
            for (SessionStatus.Trigger trigger : SessionStatus.Trigger.values()) {
                if (SessionStatus.TABLE.next(from, trigger).isEmpty()) {
                    Session session = TestRows.session(from);
                    assertThatThrownBy(() -> session.move(trigger, NOW)).isInstanceOf(Refused.class);
                    assertThat(session.status).isEqualTo(from);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("promptRows")
    void a_prompt_moves_as_its_table_says(Row<PromptStatus, PromptStatus.Trigger> row) {
        Prompt prompt = TestRows.prompt(row.from());

        prompt.end(row.trigger(), "why", NOW);

        assertThat(prompt.status).isEqualTo(row.to());
    }

    @Test
    void a_prompt_refuses_every_move_that_its_table_does_not_name() {
        for (PromptStatus from : PromptStatus.values()) {
            for (PromptStatus.Trigger trigger : PromptStatus.Trigger.values()) {
                if (PromptStatus.TABLE.next(from, trigger).isEmpty()) {
                    Prompt prompt = TestRows.prompt(from);
                    assertThatThrownBy(() -> prompt.end(trigger, "why", NOW)).isInstanceOf(IllegalStateException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("snapshotRows")
    void a_snapshot_moves_as_its_table_says(Row<SnapshotStatus, SnapshotStatus.Trigger> row) {
        Snapshot snapshot = TestRows.snapshot(row.from());

        pull(snapshot, row.trigger());

        assertThat(snapshot.status).isEqualTo(row.to());
    }

    @Test
    void a_snapshot_refuses_every_move_that_its_table_does_not_name() {
        for (SnapshotStatus from : SnapshotStatus.values()) {
            for (SnapshotStatus.Trigger trigger : SnapshotStatus.Trigger.values()) {
                if (SnapshotStatus.TABLE.next(from, trigger).isEmpty()) {
                    Snapshot snapshot = TestRows.snapshot(from);
                    assertThatThrownBy(() -> pull(snapshot, trigger)).isInstanceOf(IllegalStateException.class);
                    assertThat(snapshot.status).isEqualTo(from);
                }
            }
        }
    }

    private static void pull(Snapshot snapshot, SnapshotStatus.Trigger trigger) {
        switch (trigger) {
            case TAKE -> snapshot.take();
            case SKIP -> snapshot.skip("why", NOW);
            case TAKEN -> snapshot.taken(1, 2, NOW);
            case FAIL -> snapshot.fail("why", NOW);
            case UNUSABLE -> snapshot.becomeUnusable("why", NOW);
            case DISCARD -> snapshot.discard("why", NOW);
            case DELETE -> snapshot.deleted(NOW);
        }
    }

    @Test
    void every_state_can_be_reached() {
        assertThat(reachable(SnapshotStatus.TABLE, SnapshotStatus.WANTED))
                .isEqualTo(EnumSet.allOf(SnapshotStatus.class));
        assertThat(reachable(SessionStatus.TABLE, SessionStatus.CREATED)).isEqualTo(EnumSet.allOf(SessionStatus.class));
        assertThat(reachable(PromptStatus.TABLE, PromptStatus.QUEUED)).isEqualTo(EnumSet.allOf(PromptStatus.class));
        assertThat(reachable(SandboxStatus.TABLE, SandboxStatus.NONE)).isEqualTo(EnumSet.allOf(SandboxStatus.class));
        assertThat(reachable(PullRequestStatus.TABLE, PullRequestStatus.WANTED))
                .isEqualTo(EnumSet.allOf(PullRequestStatus.class));
        assertThat(reachable(ImageStatus.TABLE, ImageStatus.BUILDING)).isEqualTo(EnumSet.allOf(ImageStatus.class));
        assertThat(reachable(QuestionStatus.TABLE, QuestionStatus.OPEN)).isEqualTo(EnumSet.allOf(QuestionStatus.class));
    }

    @Test
    void an_archived_session_returns_to_its_former_status() {
        for (SessionStatus former : Set.of(SessionStatus.CREATED, SessionStatus.COMPLETED, SessionStatus.FAILED)) {
            Session session = TestRows.session(former);
            session.move(SessionStatus.Trigger.ARCHIVE, NOW);

            session.restore(NOW);

            assertThat(session.status).isEqualTo(former);
            assertThat(session.formerStatus).isNull();
        }
    }

    @Test
    void the_drawing_in_the_documents_is_the_tables() throws IOException {
        String drawing = drawing();
        if (Boolean.getBoolean("draw")) {
            Files.writeString(DRAWING, drawing);
        }

        assertThat(Files.readString(DRAWING))
                .as("run `mvn -pl ejb-sessions test -Dtest=StateMachinesTest -DargLine=-Ddraw=true` to draw it anew")
                .isEqualTo(drawing);
    }

    private static String drawing() {
        return "# State machines\n\n"
                + "Drawn from the transition tables by `StateMachinesTest`; what is not in a table cannot happen.\n\n"
                + section("Session", SessionStatus.TABLE, SessionStatus.CREATED)
                + section("Prompt", PromptStatus.TABLE, PromptStatus.QUEUED)
                + section("Sandbox", SandboxStatus.TABLE, SandboxStatus.NONE)
                + section("Snapshot", SnapshotStatus.TABLE, SnapshotStatus.WANTED)
                + section("Pull request", PullRequestStatus.TABLE, PullRequestStatus.WANTED)
                + section("Image", ImageStatus.TABLE, ImageStatus.BUILDING)
                + section("Question", QuestionStatus.TABLE, QuestionStatus.OPEN);
    }

    private static <S extends Enum<S>, T extends Enum<T>> String section(
            String title, Transitions<S, T> table, S initial) {
        String rows = table.rows().stream()
                .map(row ->
                        "| " + row.from() + " | " + row.trigger() + " | " + row.to() + " | " + row.action() + " |\n")
                .collect(Collectors.joining());
        return "## " + title + "\n\n```mermaid\n" + table.diagram(initial)
                + "```\n\n| from | trigger | to | action |\n|---|---|---|---|\n" + rows + "\n";
    }

    private static <S extends Enum<S>, T extends Enum<T>> Set<S> reachable(Transitions<S, T> table, S initial) {
        Set<S> found = EnumSet.of(initial);
        boolean grew = true;
        while (grew) {
            grew = found.addAll(table.rows().stream()
                    .filter(row -> found.contains(row.from()))
                    .map(Row::to)
                    .collect(Collectors.toSet()));
        }
        return found;
    }

    @Test
    void claims_take_their_states_from_the_table() {
        assertThat(Arrays.asList(PromptStatus.TABLE.namesBefore(PromptStatus.Trigger.DISPATCH)))
                .containsExactly("QUEUED");
    }

    /** Rows in any state. */
    static final class TestRows {
        private TestRows() {}

        static Session session(SessionStatus status) {
            Session session = new Session(
                    new UUID(1, 2), "Title", false, new UUID(3, 4), "main", "demo/demo-1", null, new UUID(5, 6), NOW);
            session.status = status;
            return session;
        }

        static Snapshot snapshot(SnapshotStatus status) {
            Snapshot snapshot = new Snapshot(new UUID(9, 10), new UUID(1, 2), 1, SnapshotCause.AFTER_PROMPT, null, NOW);
            snapshot.status = status;
            return snapshot;
        }

        static Prompt prompt(PromptStatus status) {
            Prompt prompt = new Prompt(
                    new UUID(7, 8),
                    new UUID(1, 2),
                    1,
                    new UUID(5, 6),
                    PromptSource.API,
                    "text",
                    "demo/demo-1",
                    null,
                    "hash",
                    null,
                    NOW);
            prompt.status = status;
            return prompt;
        }
    }
}
