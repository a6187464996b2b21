package dev.openinspect.images;

import dev.openinspect.disk.DiskWatch;
import dev.openinspect.ids.Ids;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Permission;
import dev.openinspect.people.Rights;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.Repositories;
import dev.openinspect.repositories.RepositoryView;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The images of repositories, for people and for sessions that start. The work itself happens after the commit, see {@link ImageCoordinator}. */
@Stateless
public class Images {
    /** A list shows no more; older rows are deleted. */
    public static final int MOST_KEPT = 50;

    /** Images of one repository that sessions begin with: those of the branches that were used last. */
    static final int MOST_READY = 5;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    @Inject
    Rights rights;

    @Inject
    Repositories repositories;

    @Inject
    ImageOffers offers;

    @Inject
    ImageLog log;

    @Inject
    ImageAttention attention;

    @Inject
    DiskWatch disk;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    /** The newest first, at most {@value #MOST_KEPT}. */
    public List<ImageView> list(Caller caller, String repositoryName) {
        rights.require(caller, Permission.REPOSITORY_READ);
        return rows.createQuery(
                        "select i from Image i where i.repositoryId = :repository order by i.createdAt desc, i.id",
                        Image.class)
                .setParameter("repository", repository(repositoryName).id())
                .setMaxResults(MOST_KEPT)
                .getResultStream()
                .map(this::view)
                .toList();
    }

    public ImageView find(Caller caller, String repositoryName, UUID id) {
        rights.require(caller, Permission.REPOSITORY_READ);
        return view(image(repository(repositoryName), id));
    }

    /** The log from a character on, at most 64 Ki characters at once. */
    public ImageLog.Piece log(Caller caller, String repositoryName, UUID id, long after) {
        rights.require(caller, Permission.REPOSITORY_READ);
        return log.read(image(repository(repositoryName), id).id, after);
    }

    /** Builds one now of the default branch, whether the branch has moved or not. */
    public ImageView build(Caller caller, String repositoryName) {
        rights.require(caller, Permission.REPOSITORY_MANAGE);
        RepositoryView repository = repository(repositoryName);
        if (!repository.usable()) {
            throw new Refused(
                    RefusalCode.REPOSITORY_DISABLED,
                    "The repository " + repository.name() + " takes no sessions, so it needs no images.");
        }
        disk.requireRoom();
        if (!offers.possible()) {
            throw new Refused(
                    RefusalCode.NO_IMAGES,
                    "The sandbox host of this installation takes no snapshots, or images are switched off.");
        }
        UUID id = ids.next();
        int begun = rows.createNativeQuery("""
                        insert into image (id, repository_id, kind, cause, branch, status, requested_by, created_at)
                        values (?1, ?2, 'PREBUILT', 'PERSON', ?3, 'BUILDING', ?4, ?5)
                        on conflict (repository_id) where status = 'BUILDING' do nothing
                        """)
                .setParameter(1, id)
                .setParameter(2, repository.id())
                .setParameter(3, repository.defaultBranch())
                .setParameter(4, caller.personId())
                .setParameter(5, clock.instant().atOffset(ZoneOffset.UTC))
                .executeUpdate();
        if (begun == 0) {
            throw new Refused(RefusalCode.CONFLICT, "An image of " + repository.name() + " is being built already.");
        }
        attention.due(id);
        return view(rows.find(Image.class, id));
    }

    /**
     * The image that a session's layer shall begin with, for whoever starts its first sandbox: the newest of the branch, those made ahead first. Noted as used, so
     * that it is not deleted meanwhile. Empty for a session that is itself there to build one.
     */
    public Optional<UUID> startFor(UUID sessionId, UUID repositoryId, String baseBranch) {
        boolean builds = !rows.createNativeQuery("select 1 from image where session_id = ?1 and kind = 'PREBUILT'")
                .setParameter(1, sessionId)
                .getResultList()
                .isEmpty();
        Optional<UUID> chosen = builds ? Optional.empty() : newest(repositoryId, baseBranch);
        chosen.ifPresent(id -> rows.createNativeQuery("update image set last_used_at = ?1 where id = ?2")
                .setParameter(1, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(2, id)
                .executeUpdate());
        return chosen;
    }

    /** What {@link #startFor} would choose now, for whoever compares it with what a sandbox began with. */
    public Optional<UUID> newest(UUID repositoryId, String branch) {
        if (!offers.possible()) {
            return Optional.empty();
        }
        List<?> found = rows.createNativeQuery("""
                        select cast(id as text) from image
                         where repository_id = ?1 and branch = ?2 and status = 'READY'
                         order by kind = 'PREBUILT' desc, finished_at desc limit 1
                        """)
                .setParameter(1, repositoryId)
                .setParameter(2, branch)
                .getResultList();
        return ImageSteps.ids(found).stream().findFirst();
    }

    /** The host cannot begin with it: no session is sent there again. Says whether the id is one of an image. */
    public boolean unusable(UUID id, String reason) {
        Image image = rows.find(Image.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (image != null && image.status == ImageStatus.READY) {
            image.becomeUnusable(reason);
        }
        return image != null;
    }

    private Image image(RepositoryView repository, UUID id) {
        return Optional.ofNullable(rows.find(Image.class, id))
                .filter(image -> image.repositoryId.equals(repository.id()))
                .orElseThrow(() -> Refused.notFound("image"));
    }

    private ImageView view(Image image) {
        String requester = image.requestedBy == null
                ? null
                : rows.createQuery("select p.name from Person p where p.id = :id", String.class)
                        .setParameter("id", image.requestedBy)
                        .getResultStream()
                        .findFirst()
                        .orElse(null);
        return ImageView.of(image, requester);
    }

    private RepositoryView repository(String name) {
        return repositories.byName(name).orElseThrow(() -> Refused.notFound("repository"));
    }
}
