package dev.openinspect.accounts;

import static dev.openinspect.accounts.SignInStage.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.FakePersonalAccess;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.secrets.TextVault;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnConnectionTest {
    private static final UUID PERSON = new UUID(1, 1);
    private static final Account ADA = account("17", "ada", "ada@example.org");

    private final MovingClock clock = new MovingClock();
    private final FakePersonalAccess host = new FakePersonalAccess(clock);
    private final KeptAccounts accounts = new KeptAccounts(clock);
    private final TextVault vault = new TextVault("test");
    private final OwnConnection own = new OwnConnection();

    @BeforeEach
    void assemble() {
        own.accounts = accounts;
        own.host = host;
        own.vault = vault;
    }

    @Test
    void whoever_connected_nothing_sees_nothing() {
        assertThat(own.find(caller(Scope.ADMIN, null))).isEmpty();
    }

    @Test
    void a_person_sees_the_account_and_since_when() {
        connect();

        assertThat(own.find(caller(Scope.READ, null))).contains(new Connection("ada", clock.instant(), null, null));
    }

    @Test
    void to_disconnect_makes_the_token_useless_at_the_host_and_forgets_it() {
        Grant grant = connect();

        assertThat(own.disconnect(caller(Scope.ADMIN, null))).isTrue();
        assertThat(host.revoked()).containsExactly(grant.accessToken());
        assertThat(accounts.of(PERSON)).isEmpty();
    }

    @Test
    void a_host_that_does_not_answer_does_not_keep_it_from_being_forgotten() {
        connect();
        host.reachable(false);

        assertThat(own.disconnect(caller(Scope.ADMIN, null))).isFalse();
        assertThat(accounts.of(PERSON)).isEmpty();
    }

    @Test
    void a_token_that_cannot_be_opened_any_more_is_forgotten_too() {
        accounts.connected(PERSON, ADA, new SealedGrant("sealed for somebody else|x", null, null, null));

        assertThat(own.disconnect(caller(Scope.ADMIN, null))).isFalse();
        assertThat(accounts.of(PERSON)).isEmpty();
    }

    @Test
    void where_nothing_is_connected_there_is_nothing_to_disconnect() {
        assertRefused(caller(Scope.ADMIN, null), RefusalCode.NOT_FOUND);
    }

    @Test
    void a_token_that_is_not_the_whole_person_disconnects_nothing() {
        connect();

        assertRefused(caller(Scope.WRITE, null), RefusalCode.FORBIDDEN);
        assertRefused(caller(Scope.ADMIN, new UUID(2, 2)), RefusalCode.FORBIDDEN);
    }

    private void assertRefused(Caller caller, RefusalCode code) {
        assertThatThrownBy(() -> own.disconnect(caller))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Grant connect() {
        Grant grant = host.grantTo(ADA);
        accounts.connected(PERSON, ADA, SealedGrant.of(grant, PERSON, vault));
        return grant;
    }

    private static Caller caller(Scope scope, UUID onlySession) {
        return new Caller(PERSON, "Ada", "ada@example.org", Role.VIEWER, scope, onlySession);
    }
}
