package dev.openinspect.images;

import dev.openinspect.ids.Ids;
import dev.openinspect.sandboxes.HostFacts;
import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.secrets.SecretRedaction;
import dev.openinspect.settings.Settings;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes report about images while they boot, and what they are told about them. Inside the caller's transaction, which holds the lock of the session's
 * row where something is reported.
 */
@ApplicationScoped
public class ImageOffers {
    /** The phase in which a layer stands still. */
    public static final String PHASE = "image";

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    BuildSites sites;

    @Inject
    ImageLog log;

    @Inject
    ImageRulebook rulebook;

    @Inject
    ImageAttention attention;

    @Inject
    SecretRedaction redaction;

    @EJB
    HostFacts host;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** Whose sandbox reports. */
    public record Site(UUID sessionId, int generation, UUID repositoryId, String branch) {}

    /** What a sandbox says of a phase of its boot; missing words are empty. */
    public record Reported(
            String phase,
            String status,
            String reason,
            String log,
            long durationMillis,
            String headCommit,
            String setup,
            String runtime) {}

    /** What a sandbox of this session is told. */
    public ImagePlan plan(UUID sessionId, UUID repositoryId, String branch) {
        if (building(sessionId)
                .filter(image -> image.kind == ImageKind.PREBUILT)
                .isPresent()) {
            return new ImagePlan(
                    null,
                    new ImagePlan.Build(
                            rulebook.of(repositoryId).command(),
                            settings.images().buildLimit().toSeconds()));
        }
        return possible() ? new ImagePlan(known(repositoryId, branch), null) : ImagePlan.NONE;
    }

    /** Takes a report; says whether it is for images alone, so that it is no event of the session. */
    public boolean take(Site site, Reported reported) {
        Optional<Image> building = building(site.sessionId());
        Optional<Image> prebuilt = building.filter(image -> image.kind == ImageKind.PREBUILT);
        if (reported.status().equals("output")) {
            prebuilt.ifPresent(image -> write(site, image, reported.log()));
            return true;
        }
        prebuilt.ifPresent(image -> write(site, image, line(reported)));
        boolean offer = reported.phase().equals(PHASE) && reported.status().equals("offered");
        if (offer) {
            offered(site, reported, building.orElse(null));
        }
        return offer;
    }

    private void offered(Site site, Reported reported, @Nullable Image building) {
        ImageKey key;
        try {
            key = new ImageKey(reported.setup(), reported.runtime());
        } catch (IllegalArgumentException e) {
            // Whoever writes such words is no runtime of ours; it has no image, and its boot goes on.
            sites.proceed(site.sessionId(), site.generation(), "not_a_key");
            return;
        }
        String commit = reported.headCommit()
                .substring(0, Math.min(reported.headCommit().length(), 64));
        if (building != null && building.kind == ImageKind.PREBUILT) {
            building.offered(site.generation(), key, commit, clock.instant());
            attention.due(building.id);
            return;
        }
        String refusal = building == null ? begin(site, key, commit) : "being_built";
        if (refusal != null) {
            sites.proceed(site.sessionId(), site.generation(), refusal);
        }
    }

    /** Notes a baseline that is to be frozen, or says why it is not. */
    private @Nullable String begin(Site site, ImageKey key, String commit) {
        if (!possible()) {
            return "not_wanted";
        }
        if (known(site.repositoryId(), site.branch()).contains(key.toString())) {
            return "there_already";
        }
        UUID id = ids.next();
        int begun = rows.createNativeQuery("""
                        insert into image (id, repository_id, kind, cause, branch, status, session_id, generation, offered_at,
                                           head_commit, setup_fingerprint, runtime_version, created_at, started_at)
                        values (?1, ?2, 'BASELINE', 'FIRST_SETUP', ?3, 'BUILDING', ?4, ?5, ?6, ?7, ?8, ?9, ?6, ?6)
                        on conflict (repository_id) where status = 'BUILDING' do nothing
                        """)
                .setParameter(1, id)
                .setParameter(2, site.repositoryId())
                .setParameter(3, site.branch())
                .setParameter(4, site.sessionId())
                .setParameter(5, site.generation())
                .setParameter(6, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(7, commit)
                .setParameter(8, key.setup())
                .setParameter(9, key.runtime())
                .executeUpdate();
        if (begun == 0) {
            return "being_built";
        }
        attention.due(id);
        return null;
    }

    /** Whether images are made here at all. A host that has not answered yet, as right after a start, is taken for one that can: one that cannot refuses. */
    boolean possible() {
        return settings.images().enabled()
                && host.known().map(Capabilities::snapshots).orElse(true);
    }

    private Optional<Image> building(UUID sessionId) {
        return rows.createQuery(
                        "select i from Image i where i.sessionId = :session and i.status = :building", Image.class)
                .setParameter("session", sessionId)
                .setParameter("building", ImageStatus.BUILDING)
                .getResultStream()
                .findFirst();
    }

    private Set<String> known(UUID repositoryId, String branch) {
        List<Image> ready = rows.createQuery(
                        "select i from Image i where i.repositoryId = :repository and i.branch = :branch and i.status ="
                                + " :ready",
                        Image.class)
                .setParameter("repository", repositoryId)
                .setParameter("branch", branch)
                .setParameter("ready", ImageStatus.READY)
                .getResultList();
        Set<String> keys = new HashSet<>();
        for (Image image : ready) {
            if (image.setupFingerprint != null && image.runtimeVersion != null) {
                keys.add(new ImageKey(image.setupFingerprint, image.runtimeVersion).toString());
            }
        }
        return keys;
    }

    private void write(Site site, Image image, String text) {
        if (!text.isEmpty()) {
            // The sandbox has redacted it; this is the second look.
            log.append(image.id, redaction.redact(site.sessionId(), text));
        }
    }

    private static String line(Reported reported) {
        String seconds = reported.durationMillis() > 0 ? " after " + reported.durationMillis() / 100 / 10.0 + " s" : "";
        String reason = reported.reason().isEmpty() ? "" : ": " + reported.reason();
        return "=== " + reported.phase() + " " + reported.status() + seconds + reason + "\n";
    }
}
