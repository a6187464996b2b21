package dev.openinspect.sessions;

import dev.openinspect.log.SessionLog;
import dev.openinspect.sandboxes.Sandbox;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;

/** How much of its disk a session's files take: the host measures it, the session's people are told. Inside the caller's transaction. */
@ApplicationScoped
public class StoredFiles {
    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    SessionLog log;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /** Takes a measurement; once for each time that the disk becomes nearly full, the log says so. */
    void measured(Sandbox sandbox, int percent) {
        switch (DiskMark.of(percent, sandbox.diskNearlyFull())) {
            case UNCHANGED -> {}
            case ROOM_AGAIN -> sandbox.markDisk(false);
            case NEARLY_FULL -> {
                sandbox.markDisk(true);
                rows.flush();
                log.append(
                        sandbox.sessionId(),
                        List.of(SessionEvents.warning("disk_nearly_full", sentence(percent), clock.instant(), null)));
            }
        }
    }

    private String sentence(int percent) {
        return "The files of this session use " + percent + " % of the disk that they may have ("
                + settings.sandboxDiskMiB()
                + " MiB, " + settings.sandboxFiles()
                + " files). When it is full, the sandbox and the running prompt end.";
    }
}
