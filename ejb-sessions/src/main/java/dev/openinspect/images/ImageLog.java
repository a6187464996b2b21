package dev.openinspect.images;

import dev.openinspect.refusals.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;

/** What a build printed: the newest {@value #MOST} characters, counted from the first one that there ever was. Inside the caller's transaction. */
@ApplicationScoped
public class ImageLog {
    static final int MOST = 1 << 20;
    /** One answer holds no more. */
    static final int LONGEST_PIECE = 64 * 1024;

    @PersistenceContext(unitName = "openinspect")
    EntityManager rows;

    /**
     * A piece of a log.
     *
     * @param from where it begins; later than asked for if that was dropped already
     * @param next where the next one begins
     * @param finished whether nothing will be added any more
     */
    public record Piece(String text, long from, long next, boolean finished) {}

    void append(UUID imageId, String text) {
        String kept = text.length() > MOST ? text.substring(text.length() - MOST) : text;
        rows.createNativeQuery("""
                        update image
                           set log_dropped = log_dropped + greatest(0, length(log) + length(cast(?1 as text)) - ?2),
                               log = right(log || cast(?1 as text), ?2)
                         where id = ?3 and status = 'BUILDING'
                        """)
                .setParameter(1, kept)
                .setParameter(2, MOST)
                .setParameter(3, imageId)
                .executeUpdate();
    }

    Piece read(UUID imageId, long after) {
        List<?> found = rows.createNativeQuery("""
                        select log_dropped, substr(log, cast(greatest(0, ?1 - log_dropped) + 1 as integer), ?2),
                               log_dropped + length(log), status
                          from image where id = ?3
                        """)
                .setParameter(1, Math.clamp(after, 0, Integer.MAX_VALUE))
                .setParameter(2, LONGEST_PIECE)
                .setParameter(3, imageId)
                .getResultList();
        if (found.isEmpty()) {
            throw Refused.notFound("image");
        }
        Object[] row = (Object[]) found.getFirst();
        String text = (String) row[1];
        long from = Math.max(after, ((Number) row[0]).longValue());
        // PostgreSQL counts characters, Java halves of some: what was read is counted as it was.
        long next = from + text.codePointCount(0, text.length());
        boolean whole = next >= ((Number) row[2]).longValue();
        return new Piece(text, from, next, whole && !ImageStatus.BUILDING.name().equals(row[3]));
    }
}
