package dev.openinspect.accounts;

import dev.openinspect.codehosts.PersonalAccess.Account;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The ledger without a database: each method is one transaction, and whoever reads gets the row as it is at that moment. */
final class KeptAccounts extends AccountLedger {
    private final Map<UUID, Row> rows = new HashMap<>();

    KeptAccounts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<ConnectedAccount> of(UUID personId) {
        return Optional.ofNullable(rows.get(personId)).map(row -> row.read(personId));
    }

    @Override
    public synchronized Optional<ConnectedAccount> ofSubject(String subject) {
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue().account.subject().equals(subject))
                .findFirst()
                .map(entry -> entry.getValue().read(entry.getKey()));
    }

    @Override
    public void lockOutOthers() {
        // One at a time comes in here anyway.
    }

    @Override
    public synchronized void connected(UUID personId, Account account, SealedGrant grant) {
        Row former = rows.get(personId);
        int version = former == null ? 0 : former.version + 1;
        rows.put(personId, new Row(account, grant, clock.instant(), version, null, null));
    }

    @Override
    public synchronized Optional<Integer> claimRenewal(UUID personId, int version) {
        Optional<Row> free = at(personId, version).filter(row -> !row.isClaimed(clock.instant()));
        free.ifPresent(
                row -> rows.put(personId, row.with(row.grant, clock.instant().plus(CLAIM), row.damage)));
        return free.map(row -> row.version + 1);
    }

    @Override
    public synchronized boolean renewed(UUID personId, int version, SealedGrant grant) {
        Optional<Row> found = at(personId, version);
        found.ifPresent(row -> rows.put(personId, row.with(grant, null, row.damage)));
        return found.isPresent();
    }

    @Override
    public synchronized void release(UUID personId, int version) {
        at(personId, version).ifPresent(row -> rows.put(personId, row.with(row.grant, null, row.damage)));
    }

    @Override
    public synchronized void broken(UUID personId, int version, Damage damage) {
        at(personId, version).ifPresent(row -> rows.put(personId, row.with(row.grant, null, damage)));
    }

    @Override
    public synchronized boolean remove(UUID personId, int version) {
        return at(personId, version).isPresent() && rows.remove(personId) != null;
    }

    private Optional<Row> at(UUID personId, int version) {
        return Optional.ofNullable(rows.get(personId)).filter(row -> row.version == version);
    }

    private record Row(
            Account account, SealedGrant grant, Instant connectedAt, int version, Instant claimedUntil, Damage damage) {
        Row with(SealedGrant newGrant, Instant newClaim, Damage newDamage) {
            return new Row(account, newGrant, connectedAt, version + 1, newClaim, newDamage);
        }

        boolean isClaimed(Instant now) {
            return claimedUntil != null && claimedUntil.isAfter(now);
        }

        ConnectedAccount read(UUID personId) {
            ConnectedAccount read = new AsRead(personId, this);
            if (damage != null) {
                read.breakDown(damage, connectedAt);
            }
            return read;
        }
    }

    /** Version and claim are columns that only the database writes. */
    private static final class AsRead extends ConnectedAccount {
        private final Row row;

        AsRead(UUID personId, Row row) {
            super(personId, row.account, row.grant, row.connectedAt);
            this.row = row;
        }

        @Override
        int version() {
            return row.version;
        }

        @Override
        Standing standing(Instant now) {
            Standing own = super.standing(now);
            return own == Standing.TO_BE_RENEWED && row.isClaimed(now) ? Standing.BEING_RENEWED : own;
        }
    }
}
