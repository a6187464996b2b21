package dev.openinspect.keys;

import dev.openinspect.secrets.Vault;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals everything anew with the first master key, while the application works. It has no state: broken off at any moment, the next call goes on. For the
 * operator's door, which has checked who asks.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NEVER)
public class KeyRotation {
    private static final Logger LOG = Logger.getLogger(KeyRotation.class.getName());
    /** The operator's program waits 30 s for an answer; what is left is done by its next call. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Between sealing a value and the first statement of its transaction pass milliseconds. */
    private static final Duration BEFORE_A_TRANSACTION = Duration.ofSeconds(2);

    @EJB
    SealedRows rows;

    @Inject
    @Any
    Instance<Sealed> owners;

    @Inject
    Vault vault;

    @Inject
    Clock clock;

    /** Which keys are here and how many values each has sealed. */
    public KeyReport report() {
        return new KeyReport(vault.keys(), uses(), List.of(), false);
    }

    /**
     * Seals what is left, for 15 s at most.
     *
     * @param changedAt when the first key was put before the others; a later look at the keys finds it first
     */
    public KeyReport rotate(Instant changedAt) {
        Instant end = clock.instant().plus(LONGEST);
        List<String> keys = vault.keys();
        // Asked before the values are counted: what was written until then is counted.
        Instant sure = changedAt.plus(BEFORE_A_TRANSACTION);
        boolean settled = clock.instant().isAfter(sure) && !rows.isOpenSince(sure);
        List<String> unreadable = new ArrayList<>();
        int sealed = 0;
        for (SealedColumn column : columns()) {
            @Nullable String last = SealedRows.BEGINNING;
            while (last != null && clock.instant().isBefore(end)) {
                SealedRows.Round round = rows.sealAnew(column, keys.getFirst(), last);
                sealed += round.sealed();
                unreadable.addAll(round.unreadable());
                last = round.last();
            }
        }
        if (sealed > 0) {
            LOG.info("sealed anew: values=" + sealed + " key=" + keys.getFirst());
        }
        return new KeyReport(keys, uses(), unreadable, settled);
    }

    private List<KeyReport.Use> uses() {
        return columns().stream()
                .flatMap(column -> rows.count(column).entrySet().stream()
                        .map(use -> new KeyReport.Use(column.what(), use.getKey(), use.getValue())))
                .toList();
    }

    private List<SealedColumn> columns() {
        return owners.stream()
                .flatMap(owner -> owner.columns().stream())
                .sorted(Comparator.comparing(SealedColumn::what))
                .toList();
    }
}
