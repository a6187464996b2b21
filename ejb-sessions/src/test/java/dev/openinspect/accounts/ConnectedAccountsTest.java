package dev.openinspect.accounts;

import static dev.openinspect.accounts.SignInStage.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.PersonalTokens.Answer;
import dev.openinspect.codehosts.FakePersonalAccess;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.codehosts.PersonalAccess.Grant;
import dev.openinspect.people.People;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.Role;
import dev.openinspect.secrets.TextVault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectedAccountsTest {
    private static final UUID PERSON = new UUID(1, 1);
    private static final Account ADA = account("17", "ada", "ada@example.org");
    private static final Duration NEARLY_EIGHT_HOURS = Duration.ofHours(8).minusMinutes(4);

    private final MovingClock clock = new MovingClock();
    private final FakePersonalAccess host = new FakePersonalAccess(clock);
    private final KeptAccounts accounts = new KeptAccounts(clock);
    private final TextVault vault = new TextVault("test");
    private final ConnectedAccounts tokens = new ConnectedAccounts();
    private boolean disabled;

    @BeforeEach
    void assemble() {
        tokens.accounts = accounts;
        tokens.people = new OnePerson();
        tokens.host = host;
        tokens.vault = vault;
        tokens.clock = clock;
    }

    @Test
    void whoever_connected_nothing_has_no_token() {
        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.NotConnected());
    }

    @Test
    void a_fresh_token_is_given_out_without_asking_the_host() {
        Grant grant = connect();

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.Usable(grant.accessToken(), "ada"));
        assertThat(host.refreshes()).isZero();
    }

    @Test
    void a_token_that_does_not_end_by_itself_stays() {
        connect(new Grant("for ever", null, null, null));
        clock.pass(Duration.ofDays(4_000));

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.Usable("for ever", "ada"));
    }

    @Test
    void a_token_that_ends_within_five_minutes_is_renewed_first() {
        Grant grant = connect();
        clock.pass(NEARLY_EIGHT_HOURS);

        assertThat(usable()).isNotEqualTo(grant.accessToken());
        assertThat(usable()).isEqualTo(usable());
        assertThat(host.refreshes()).isEqualTo(1);
    }

    @Test
    void eight_at_the_same_moment_renew_once_and_all_get_the_new_token() throws Exception {
        Grant grant = connect();
        clock.pass(NEARLY_EIGHT_HOURS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Answer>> answers = new ArrayList<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return tokens.tokenOf(PERSON);
                }));
            }
            start.countDown();
        }

        String renewed = usable();
        assertThat(renewed).isNotEqualTo(grant.accessToken());
        for (Future<Answer> answer : answers) {
            assertThat(answer.get()).isEqualTo(new Answer.Usable(renewed, "ada"));
        }
        assertThat(host.refreshes()).isEqualTo(1);
    }

    @Test
    void after_a_crash_between_asking_and_recording_the_person_connects_again() {
        Grant grant = connect();
        clock.pass(Duration.ofHours(9));
        int version = accounts.of(PERSON).orElseThrow().version();
        accounts.claimRenewal(PERSON, version);
        host.refresh(String.valueOf(grant.refreshToken()));

        clock.pass(AccountLedger.CLAIM);

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.ConnectAgain("ada"));
        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.ConnectAgain("ada"));
        assertThat(host.refreshes())
                .as("one in the crash, one that was refused")
                .isEqualTo(2);
        assertThat(damage()).isEqualTo(Damage.REFUSED);
    }

    @Test
    void a_host_that_does_not_answer_leaves_what_is_still_good() {
        Grant grant = connect();
        clock.pass(NEARLY_EIGHT_HOURS);
        host.reachable(false);

        assertThat(usable()).isEqualTo(grant.accessToken());
        clock.pass(Duration.ofMinutes(4));
        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.Unreachable());
        host.reachable(true);
        assertThat(usable()).isNotEqualTo(grant.accessToken());
    }

    @Test
    void a_refresh_token_that_has_ended_is_not_tried() {
        connect();
        clock.pass(Duration.ofDays(181));

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.ConnectAgain("ada"));
        assertThat(host.refreshes()).isZero();
        assertThat(damage()).isEqualTo(Damage.EXPIRED);
    }

    @Test
    void a_refused_token_is_not_given_out_again() {
        Grant grant = connect();

        tokens.refused(PERSON, grant.accessToken());

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.ConnectAgain("ada"));
    }

    @Test
    void the_refusal_of_a_token_that_was_replaced_meanwhile_breaks_nothing() {
        Grant grant = connect();
        clock.pass(NEARLY_EIGHT_HOURS);
        String renewed = usable();

        tokens.refused(PERSON, grant.accessToken());

        assertThat(usable()).isEqualTo(renewed);
    }

    @Test
    void connecting_again_mends_it() {
        tokens.refused(PERSON, connect().accessToken());

        Grant again = connect();

        assertThat(usable()).isEqualTo(again.accessToken());
    }

    @Test
    void nothing_is_done_in_the_name_of_somebody_disabled() {
        connect();
        disabled = true;

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.NotConnected());
    }

    @Test
    void tokens_that_come_after_the_account_was_disconnected_are_given_back() {
        connect();
        clock.pass(NEARLY_EIGHT_HOURS);
        tokens.accounts = new DisconnectedMeanwhile();

        assertThat(tokens.tokenOf(PERSON)).isEqualTo(new Answer.NotConnected());
        assertThat(host.revoked()).hasSize(1);
    }

    @Test
    void no_answer_and_no_grant_prints_a_token() {
        Grant grant = connect();

        assertThat(tokens.tokenOf(PERSON).toString()).doesNotContain(grant.accessToken());
        assertThat(grant.toString()).doesNotContain(grant.accessToken());
        assertThat(SealedGrant.of(grant, PERSON, vault).toString()).doesNotContain(grant.accessToken());
    }

    private Grant connect() {
        return connect(host.grantTo(ADA));
    }

    private Grant connect(Grant grant) {
        accounts.connected(PERSON, ADA, SealedGrant.of(grant, PERSON, vault));
        return grant;
    }

    private String usable() {
        Answer answer = tokens.tokenOf(PERSON);
        assertThat(answer).isInstanceOf(Answer.Usable.class);
        return ((Answer.Usable) answer).accessToken();
    }

    private Damage damage() {
        return accounts.of(PERSON).orElseThrow().connection().damage();
    }

    private final class OnePerson extends People {
        @Override
        public Optional<PersonSummary> findPerson(UUID personId) {
            return Optional.of(
                    new PersonSummary(personId, "ada@example.org", "Ada", Role.MEMBER, disabled, false, Instant.EPOCH));
        }
    }

    /** The row goes while the host is asked. */
    private final class DisconnectedMeanwhile extends AccountLedger {
        @Override
        public Optional<ConnectedAccount> of(UUID personId) {
            return accounts.of(personId);
        }

        @Override
        public Optional<Integer> claimRenewal(UUID personId, int version) {
            Optional<Integer> claim = accounts.claimRenewal(personId, version);
            claim.ifPresent(claimed -> accounts.remove(personId, claimed));
            return claim;
        }

        @Override
        public boolean renewed(UUID personId, int version, SealedGrant grant) {
            return accounts.renewed(personId, version, grant);
        }
    }
}
