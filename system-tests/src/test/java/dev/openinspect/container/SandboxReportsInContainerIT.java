package dev.openinspect.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.changes.ChangedFile;
import dev.openinspect.changes.Changes;
import dev.openinspect.changes.ChangesView;
import dev.openinspect.changes.FileStatus;
import dev.openinspect.changes.ReportedChanges;
import dev.openinspect.log.SessionFeed;
import dev.openinspect.log.Subscription;
import dev.openinspect.people.Caller;
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
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The changes of a session around their row: what replaces what, what is refused, what is read back, who is told. */
@ExtendWith(ArquillianExtension.class)
@OwnServers
class ChangesInContainerIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Changes changes;

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
        return ApplicationWithTests.of(ContainerExtension.server().application(), ChangesInContainerIT.class);
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

    private void assertConflict(SandboxIdentity sandbox, long number) {
        assertThatThrownBy(() -> changes.record(sandbox, number, report("old\n", "")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CONFLICT));
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
