package dev.openinspect.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.artifacts.FileShelf;
import dev.openinspect.artifacts.Upload;
import dev.openinspect.changes.ChangedFile;
import dev.openinspect.changes.Changes;
import dev.openinspect.changes.ChangesView;
import dev.openinspect.changes.FileStatus;
import dev.openinspect.changes.ReportedChanges;
import dev.openinspect.log.SessionFeed;
import dev.openinspect.log.Subscription;
import dev.openinspect.people.Caller;
import dev.openinspect.questions.QuestionWish;
import dev.openinspect.questions.Questions;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.sessions.NewSession;
import dev.openinspect.sessions.Sessions;
import dev.openinspect.system.Await;
import dev.openinspect.system.OwnServers;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a sandbox says around the rows: changes, questions, files; what replaces what, what is refused, what is read back, who is told. */
@ExtendWith(ArquillianExtension.class)
@OwnServers
class SandboxReportsInContainerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOST_QUESTIONS = 50;

    @Inject
    Changes changes;

    @Inject
    Questions questions;

    @Inject
    FileShelf files;

    @Inject
    Sessions sessions;

    @Inject
    SessionFeed feed;

    @Resource
    UserTransaction transaction;

    @Resource(lookup = "jdbc/app")
    DataSource database;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Deployment
    static EnterpriseArchive application() {
        return ApplicationWithTests.of(ContainerExtension.server().application(), SandboxReportsInContainerIT.class);
    }

    @BeforeEach
    void endForeignTransactions() throws Exception {
        WorkThreads.endForeignTransactions(executor, transaction);
    }

    @Test
    void what_a_sandbox_said_is_read_back_file_by_file_and_whole() {
        SandboxIdentity sandbox = sandbox();

        changes.record(sandbox, 1, report("first ü\n", "second\n"));

        ChangesView view = changes.find(caller(), sandbox.sessionId());
        assertThat(view.files()).extracting(ChangedFile::path).containsExactly("a.txt", "b.bin", "c.txt");
        assertThat(view.files().get(1).oldBytes()).isEqualTo(7);
        assertThat(view.takenAt()).isNotNull();
        assertThat(view.base()).isEqualTo("c1");
        assertThat(view.head()).isNull();
        assertThat(changes.patch(caller(), sandbox.sessionId(), "c.txt")).isEqualTo("second\n");
        assertThat(changes.patches(caller(), sandbox.sessionId())).isEqualTo("first ü\nsecond\n");
        assertThatThrownBy(() -> changes.patch(caller(), sandbox.sessionId(), "b.bin"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_session_without_a_report_has_none_and_no_session_is_not_found() {
        assertThat(changes.find(caller(), sandbox().sessionId()).takenAt()).isNull();
        assertThat(changes.patches(caller(), sandbox().sessionId())).isEmpty();
        assertThatThrownBy(() -> changes.find(caller(), new UUID(0, 7))).isInstanceOf(Refused.class);
    }

    @Test
    void what_comes_late_or_from_an_older_sandbox_replaces_nothing() {
        SandboxIdentity sandbox = sandbox();
        changes.record(sandbox, 2, report("new\n", ""));

        assertConflict(sandbox, 1);
        assertConflict(sandbox, 2);
        rows().change("update sandbox set generation = 2 where session_id = ?", sandbox.sessionId());
        assertConflict(sandbox, 3);

        changes.record(new SandboxIdentity(sandbox.sessionId(), 2), 1, report("newest\n", ""));
        assertThat(changes.patches(caller(), sandbox.sessionId())).isEqualTo("newest\n");
    }

    @Test
    void watchers_are_told_once_of_the_same_changes() {
        SandboxIdentity sandbox = sandbox();
        KeptFrames frames = new KeptFrames();
        Subscription listener = feed.subscribe(sandbox.sessionId(), 0, frames);

        changes.record(sandbox, 1, report("one\n", ""));
        Await.that(SOON, "a frame", () -> frames.hold("changes_update"));
        changes.record(sandbox, 2, report("one\n", ""));

        assertThat(frames.toString().split("changes_update", -1)).hasSize(2);
        assertThat(rows().number("select number from changes where session_id = ?", sandbox.sessionId()))
                .isEqualTo(2);
        feed.unsubscribe(sandbox.sessionId(), listener);
    }

    @Test
    void changes_go_with_their_session() {
        SandboxIdentity sandbox = sandbox();
        changes.record(sandbox, 1, report("one\n", ""));

        rows().change("delete from session where id = ?", sandbox.sessionId());

        assertThat(rows().number("select count(*) from changes where session_id = ?", sandbox.sessionId()))
                .isZero();
    }

    @Test
    void three_questions_of_a_session_are_open_and_fifty_are_asked_in_a_turn() {
        SandboxIdentity sandbox = sandbox();
        rows().runSilently(sandbox.sessionId());
        UUID oldest = ask(sandbox);
        ask(sandbox);
        ask(sandbox);
        assertRefused(RefusalCode.TOO_MANY_ATTEMPTS, () -> ask(sandbox));

        for (int asked = 3; asked < MOST_QUESTIONS; asked++) {
            questions.answer(caller(), sandbox.sessionId(), oldest, "yes");
            oldest = ask(sandbox);
        }
        questions.answer(caller(), sandbox.sessionId(), oldest, "yes");

        assertThatThrownBy(() -> ask(sandbox)).hasMessageContaining("At most 50 questions are asked in a turn");
    }

    @Test
    void five_hundred_files_are_taken_of_a_session_and_so_many_bytes_of_it_and_of_all() {
        SandboxIdentity sandbox = sandbox();
        UUID session = sandbox.sessionId();
        Upload one = new Upload("one.txt", null);
        rows().runSilently(session);

        rows().shownFiles(session, 499, 1);
        files.admit(sandbox, one);
        rows().shownFiles(session, 1, 1);
        assertRefused(RefusalCode.ARTIFACTS_FULL, () -> files.admit(sandbox, one));

        rows().change("delete from artifact where session_id = ?", session);
        rows().shownFiles(session, 1, (1L << 30) + 1);
        assertThatThrownBy(() -> files.admit(sandbox, one)).hasMessageContaining("this session have reached");

        rows().change("delete from artifact where session_id = ?", session);
        UUID another = sandbox().sessionId();
        rows().shownFiles(another, 1, (20L << 30) + 1);
        assertThatThrownBy(() -> files.admit(sandbox, one)).hasMessageContaining("all sessions have reached");
        rows().change("delete from artifact where session_id = ?", another);
        files.admit(sandbox, one);
    }

    private UUID ask(SandboxIdentity sandbox) {
        QuestionWish wish = QuestionWish.of(UUID.randomUUID(), "Shall I?", null, null);
        questions.ask(sandbox, wish);
        return wish.id();
    }

    private static void assertRefused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    private void assertConflict(SandboxIdentity sandbox, long number) {
        assertRefused(RefusalCode.CONFLICT, () -> changes.record(sandbox, number, report("old\n", "")));
    }

    private static ReportedChanges report(String first, String second) {
        ReportedChanges report = new ReportedChanges();
        report.add(file("a.txt", null), first);
        report.add(file("b.bin", 7L), null);
        report.add(file("c.txt", null), second);
        report.between("c1", null, false);
        return report;
    }

    private static ChangedFile file(String path, @Nullable Long oldBytes) {
        return new ChangedFile(
                path, null, FileStatus.MODIFIED, "100644", "100644", 1, 0, oldBytes != null, false, 3, oldBytes);
    }

    private SandboxIdentity sandbox() {
        UUID session = sessions.create(caller(), new NewSession(rows().repository(), null, null, null, null))
                .id();
        rows().readySandbox(session);
        return new SandboxIdentity(session, 1);
    }

    private Caller caller() {
        return rows().administrator();
    }

    private Rows rows() {
        return new Rows(database);
    }
}
