package dev.openinspect.changes;

import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxIdentity;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** The changes of each session: its sandbox brings them, people read them. */
@Stateless
public class Changes {
    @Inject
    ChangesRows rows;

    @Inject
    Rights rights;

    @Inject
    Event<ChangesStored> stored;

    @Inject
    Clock clock;

    /**
     * Takes what a sandbox says, in place of what was said before. The same changes again tell nobody.
     *
     * @param number counts up within the sandbox's generation
     * @throws Refused {@code conflict} if a newer sandbox took over, or a newer number is there
     */
    public void record(SandboxIdentity sandbox, long number, ReportedChanges changes) {
        Instant now = clock.instant();
        String hash = changes.hash();
        if (rows.again(sandbox, number, hash, now)) {
            return;
        }
        if (!rows.store(sandbox, number, hash, changes, now)) {
            throw new Refused(RefusalCode.CONFLICT, "There are newer changes of this session.");
        }
        stored.fire(new ChangesStored(sandbox.sessionId(), frame(changes, now)));
    }

    /** Empty, without a time, before a sandbox has said anything. */
    public ChangesView find(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return rows.find(sessionId).view();
    }

    /**
     * The difference of one file, as Git writes it.
     *
     * @throws Refused {@code not_found} if there is no such file, or no difference that can be shown
     */
    public String patch(Caller caller, UUID sessionId, String path) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        KeptFile kept = rows.find(sessionId).files().stream()
                .filter(file -> file.file().path().equals(path) && file.length() > 0)
                .findFirst()
                .orElseThrow(() -> Refused.notFound("difference"));
        return unpacked(rows.patches(sessionId, kept.from(), kept.length()));
    }

    /** The differences of all files, without those that are too large. */
    public String patches(Caller caller, UUID sessionId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        rows.find(sessionId);
        return unpacked(rows.patches(sessionId));
    }

    private static String unpacked(byte[] packed) {
        if (packed.length == 0) {
            return "";
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String frame(ReportedChanges changes, Instant now) {
        return Json.createObjectBuilder()
                .add("type", "changes_update")
                .add("at", now.toString())
                .add("files", changes.files().size())
                .build()
                .toString();
    }
}
