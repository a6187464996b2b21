package dev.openinspect.artifacts;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.ids.Ids;
import dev.openinspect.log.NewEvent;
import dev.openinspect.log.SessionLog;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.sandboxes.SandboxDoor;
import dev.openinspect.sandboxes.SandboxIdentity;
import dev.openinspect.secrets.SecretRedaction;
import dev.openinspect.sessions.ShownFile;
import dev.openinspect.sessions.ShownFiles;
import dev.openinspect.sessions.Workplace;
import dev.openinspect.sessions.Workplaces;
import dev.openinspect.settings.Settings;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of sessions: which are taken in, and who may look. The bytes come between two short transactions, {@link #admit} and {@link #add}, and are never
 * read here; see {@link FileUploads}.
 */
@Stateless
public class FileShelf {
    /** Files of a session. */
    static final int MOST_FILES = 500;

    @Inject
    Rights rights;

    @Inject
    Workplaces workplaces;

    @Inject
    ShownFiles files;

    @Inject
    SandboxDoor sandboxes;

    @Inject
    SecretRedaction redaction;

    @Inject
    DiskWatch disk;

    @Inject
    SessionLog log;

    @Inject
    Settings settings;

    @Inject
    Ids ids;

    /**
     * A place for a file that is about to come.
     *
     * @param upload its words without secrets
     */
    public record Place(UUID sessionId, UUID artifactId, Upload upload) {}

    /**
     * Whether a file may come now.
     *
     * @throws Refused {@code no_prompt_running}, {@code installation_disk_full}, {@code artifacts_full}
     */
    public Place admit(SandboxIdentity sandbox, Upload upload) {
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        disk.requireRoom();
        requireRunning(workplaces.locked(sessionId));
        requireRoom(sessionId, 0);
        return new Place(sessionId, ids.next(), redacted(sessionId, upload));
    }

    /**
     * Notes the file whose bytes are kept now. The same bytes by the same name are there once: then it is the earlier one that is answered, with its own id.
     *
     * @throws Refused {@code no_prompt_running}, {@code artifacts_full}, {@code not_found}
     */
    public ShownFile add(SandboxIdentity sandbox, Place place, FileType type, Blobs.Stored stored) {
        UUID sessionId = sandboxes.session(sandbox).sessionId();
        Workplace.Running running = requireRunning(workplaces.locked(sessionId));
        Optional<ShownFile> same = files.same(sessionId, place.upload().name(), stored.sha256());
        if (same.isPresent()) {
            return same.get();
        }
        requireRoom(sessionId, stored.bytes());
        ShownFile file = new ShownFile(
                place.artifactId(),
                sessionId,
                type.kind(),
                place.upload().name(),
                place.upload().title(),
                type.mediaType(),
                stored.bytes(),
                stored.sha256());
        NewEvent shown = files.add(file, running.promptId());
        files.flush();
        log.append(sessionId, List.of(shown));
        return file;
    }

    /** A file of a session that the caller may see. */
    public ShownFile find(Caller caller, UUID sessionId, UUID artifactId) {
        rights.require(caller, Permission.SESSION_READ, sessionId);
        return files.find(sessionId, artifactId).orElseThrow(() -> Refused.notFound("file"));
    }

    private Upload redacted(UUID sessionId, Upload upload) {
        String title = upload.title();
        return new Upload(
                cut(redaction.redact(sessionId, upload.name()), Upload.LONGEST_NAME),
                title == null ? null : cut(redaction.redact(sessionId, title), Upload.LONGEST_TITLE));
    }

    private void requireRoom(UUID sessionId, long bytes) {
        Settings.Artifacts limits = settings.artifacts();
        ShownFiles.Sum own = files.of(sessionId);
        if (own.files() >= MOST_FILES || own.bytes() + bytes > limits.sessionBytes()) {
            throw new Refused(
                    RefusalCode.ARTIFACTS_FULL,
                    "The files of this session have reached their limit (" + MOST_FILES + " files, "
                            + (limits.sessionBytes() >> 20) + " MiB).");
        }
        if (files.ofAll().bytes() + bytes > limits.installationBytes()) {
            throw new Refused(
                    RefusalCode.ARTIFACTS_FULL,
                    "The files of all sessions have reached the limit of this installation ("
                            + (limits.installationBytes() >> 20)
                            + " MiB). Deleted sessions free room; an administrator can raise it.");
        }
    }

    private static Workplace.Running requireRunning(Workplace workplace) {
        Workplace.Running running = workplace.running();
        if (running == null) {
            throw new Refused(RefusalCode.NO_PROMPT_RUNNING, "No prompt is running, so no file is expected.");
        }
        return running;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
