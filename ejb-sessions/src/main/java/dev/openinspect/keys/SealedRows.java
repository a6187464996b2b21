package dev.openinspect.keys;

import dev.openinspect.secrets.Vault;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;

/** The transactions of a change of the master key: each looks at a few rows, and rows that somebody else holds are left for the next round. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SealedRows {
    private static final Logger LOG = Logger.getLogger(SealedRows.class.getName());
    static final String BEGINNING = "(0,0)";
    static final int AT_ONCE = 50;

    @PersistenceContext(unitName = "openinspect")
    EntityManager entities;

    @Inject
    Vault vault;

    /**
     * What a round did.
     *
     * @param last the place of the last row that was looked at; null after the last round
     * @param unreadable what values were for that do not open
     */
    public record Round(@org.jspecify.annotations.Nullable String last, int sealed, List<String> unreadable) {}

    /** How many values each key has sealed. */
    public Map<String, Long> count(SealedColumn column) {
        Map<String, Long> counts = new TreeMap<>();
        rows("select split_part({column}, '.', 2), count(*) from {table} where {column} is not null group by 1", column)
                .forEach(row -> counts.put((String) row[0], ((Number) row[1]).longValue()));
        return counts;
    }

    /**
     * Seals the next rows anew that another key has sealed. A row is written only if it still holds the value that was read, which its lock sees to; versions of
     * entities stay as they are, because nothing of what a row says has changed.
     *
     * @param after the {@link Round#last} of the round before
     */
    public Round sealAnew(SealedColumn column, String key, String after) {
        // The place has a name of its own, and the order names its table: a bare ctid would be the text, in which row
        // 10 stands before row 9.
        List<Object[]> found = rows(
                "select cast(ctid as text) as place, {column}, {purpose} from {table}"
                        + " where {column} is not null and split_part({column}, '.', 2) <> ?1 and ctid > cast(?2 as tid)"
                        + " order by {table}.ctid limit " + AT_ONCE + " for update skip locked",
                column,
                key,
                after);
        List<String> unreadable = new ArrayList<>();
        int sealed = 0;
        for (Object[] row : found) {
            String purpose = (String) row[2];
            try {
                replace(column, (String) row[0], vault.seal(purpose, vault.open(purpose, (String) row[1])));
                sealed++;
            } catch (IllegalStateException e) {
                LOG.warning(() -> "a sealed value does not open: for=" + purpose + " reason=" + e.getMessage());
                unreadable.add(purpose);
            }
        }
        return new Round(found.size() < AT_ONCE ? null : (String) found.getLast()[0], sealed, unreadable);
    }

    /** Whether a transaction that began before this moment is still open: it may write what the old key has sealed. */
    public boolean isOpenSince(Instant moment) {
        return ((Number) entities.createNativeQuery(
                                        "select count(*) from pg_stat_activity where datname = current_database() and xact_start < ?1")
                                .setParameter(1, moment.atOffset(ZoneOffset.UTC))
                                .getSingleResult())
                        .longValue()
                > 0;
    }

    private void replace(SealedColumn column, String place, String sealed) {
        query("update {table} set {column} = ?1 where ctid = cast(?2 as tid)", column, sealed, place)
                .executeUpdate();
    }

    @SuppressWarnings("unchecked") // The rows of a native query have no type of their own.
    private List<Object[]> rows(String sql, SealedColumn column, Object... values) {
        return query(sql, column, values).getResultList();
    }

    private Query query(String sql, SealedColumn column, Object... values) {
        Query query = entities.createNativeQuery(sql.replace("{column}", column.column())
                .replace("{table}", column.table())
                .replace("{purpose}", column.purpose()));
        for (int place = 0; place < values.length; place++) {
            query.setParameter(place + 1, values[place]);
        }
        return query;
    }
}
