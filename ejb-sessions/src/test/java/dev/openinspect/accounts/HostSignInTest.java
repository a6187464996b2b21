package dev.openinspect.accounts;

import static dev.openinspect.accounts.SignInStage.account;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.SignInStage.Trip;
import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.people.Credential;
import dev.openinspect.people.PersonSummary;
import dev.openinspect.people.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSignInTest {
    private static final Account ADA = account("17", "ada", "ada@example.org", "ada@home.example");
    private static final Account BOB = account("18", "bob", "bob@example.org");

    private final SignInStage stage = SignInStage.closed();

    @Test
    void somebody_known_by_a_verified_address_signs_in_as_that_person() {
        PersonSummary ada = stage.people.person("Ada@Home.example");

        Passage passage = stage.signIn(ADA);

        assertThat(passage).isInstanceOfSatisfying(Passage.SignedIn.class, in -> {
            assertThat(in.ticket().caller().personId()).isEqualTo(ada.id());
            assertThat(in.wayBack()).isEqualTo(SignInStage.WAY_BACK);
        });
        assertThat(stage.accounts.of(ada.id()).orElseThrow().login()).isEqualTo("ada");
    }

    @Test
    void afterwards_the_hosts_id_counts_and_neither_login_nor_address() {
        PersonSummary ada = stage.people.person("ada@example.org");
        stage.signIn(ADA);

        Passage renamed = stage.signIn(account("17", "countess", "countess@example.org"));
        Passage impostor = stage.signIn(account("99", "ada", "other@example.org"));

        assertThat(personOf(renamed)).isEqualTo(ada.id());
        assertThat(stage.accounts.of(ada.id()).orElseThrow().login()).isEqualTo("countess");
        assertBarred(impostor, Obstacle.NOT_ALLOWED);
    }

    @Test
    void the_verifier_of_the_challenge_goes_with_the_code() {
        stage.people.person("ada@example.org");
        Trip trip = stage.begin();

        stage.signIn.finish(trip.back(stage.host.codeOf(ADA), null));

        assertThat(stage.host.verifiers()).hasSize(1);
        assertThat(stage.host.verifiers().getFirst()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Pkce.challenge(stage.host.verifiers().getFirst())).isEqualTo(trip.challenge());
    }

    @Test
    void the_host_sends_the_browser_to_the_one_address_that_the_operator_named() {
        Passage.Outward outward = (Passage.Outward) stage.signIn.begin("/sessions");

        assertThat(outward.location().toString()).endsWith("&to=http://127.0.0.1:8080/accounts/callback");
        assertThat(outward.toString()).doesNotContain(Trip.part(outward.location(), 1));
    }

    @Test
    void an_unknown_state_is_refused() {
        Passage passage =
                stage.signIn.finish(new Return("guessed", stage.host.codeOf(ADA), null, "oia_x", null, "a browser"));

        assertBarred(passage, Obstacle.STALE);
    }

    @Test
    void a_missing_or_endless_state_is_refused() {
        assertBarred(stage.signIn.finish(new Return(null, "c", null, "oia_x", null, "")), Obstacle.STALE);
        assertBarred(stage.signIn.finish(new Return("a".repeat(1_001), "c", null, "oia_x", null, "")), Obstacle.STALE);
    }

    @Test
    void a_state_is_good_for_one_time() {
        stage.people.person("ada@example.org");
        Trip trip = stage.begin();
        stage.signIn.finish(trip.back(stage.host.codeOf(ADA), null));

        Passage replayed = stage.signIn.finish(trip.back(stage.host.codeOf(ADA), null));

        assertBarred(replayed, Obstacle.STALE);
    }

    @Test
    void a_state_is_good_for_ten_minutes() {
        Trip trip = stage.begin();
        stage.clock.pass(Duration.ofMinutes(10));

        assertBarred(stage.signIn.finish(trip.back(stage.host.codeOf(ADA), null)), Obstacle.STALE);
    }

    @Test
    void another_browser_cannot_finish_what_this_one_began() {
        stage.people.person("ada@example.org");
        Trip trip = stage.begin();
        Trip ofOther = stage.begin();

        Passage passage = stage.signIn.finish(
                new Return(trip.state(), stage.host.codeOf(ADA), null, ofOther.browserSecret(), null, ""));

        assertBarred(passage, Obstacle.OTHER_BROWSER);
        assertThat(stage.host.verifiers()).as("the code was not even used").isEmpty();
    }

    @Test
    void a_browser_without_the_cookie_is_another_browser() {
        Trip trip = stage.begin();

        assertBarred(
                stage.signIn.finish(new Return(trip.state(), "code1", null, null, null, "")), Obstacle.OTHER_BROWSER);
    }

    @ParameterizedTest
    @CsvSource({"access_denied, DENIED", "application_suspended, HOST_REFUSED", "redirect_uri_mismatch, HOST_REFUSED"})
    void the_hosts_no_is_told(String error, Obstacle told) {
        Trip trip = stage.begin();

        Passage passage = stage.signIn.finish(new Return(trip.state(), null, error, trip.browserSecret(), null, ""));

        assertBarred(passage, told);
    }

    @Test
    void a_code_that_the_host_did_not_give_is_refused() {
        Trip trip = stage.begin();

        assertBarred(stage.signIn.finish(trip.back("made up", null)), Obstacle.HOST_REFUSED);
    }

    @Test
    void without_a_code_there_is_nothing_to_ask_for() {
        Trip trip = stage.begin();

        assertBarred(stage.signIn.finish(trip.back(null, null)), Obstacle.HOST_REFUSED);
    }

    @Test
    void a_host_that_does_not_answer_is_told_apart() {
        Trip trip = stage.begin();
        String code = stage.host.codeOf(ADA);
        stage.host.reachable(false);

        assertBarred(stage.signIn.finish(trip.back(code, null)), Obstacle.HOST_UNREACHABLE);
    }

    @Test
    void nobody_new_comes_in_by_default_and_their_token_is_given_back() {
        assertBarred(stage.signIn(ADA), Obstacle.NOT_ALLOWED);
        assertThat(stage.people.all()).isEmpty();
        assertThat(stage.host.revoked()).hasSize(1);
    }

    @Test
    void an_account_without_a_verified_address_becomes_nobody() {
        SignInStage open = new SignInStage(List.of("eve"), List.of(), List.of());
        open.people.person("eve@example.org");

        Passage passage = open.signIn(account("19", "eve"));

        assertBarred(passage, Obstacle.NO_VERIFIED_EMAIL);
    }

    @Test
    void an_account_whose_addresses_are_of_several_people_becomes_nobody() {
        stage.people.person("ada@example.org");
        stage.people.person("ada@home.example");

        assertBarred(stage.signIn(ADA), Obstacle.SEVERAL_PEOPLE);
    }

    @Test
    void somebody_disabled_stays_out_by_address_and_by_account() {
        PersonSummary ada = stage.people.person("ada@example.org");
        PersonSummary bob = stage.people.person("bob@example.org");
        stage.signIn(BOB);
        stage.people.disable(ada);
        stage.people.disable(bob);

        assertBarred(stage.signIn(ADA), Obstacle.DISABLED);
        assertBarred(stage.signIn(BOB), Obstacle.DISABLED);
        assertThat(stage.people.all()).as("nor as somebody new").hasSize(2);
    }

    @Test
    void whoever_is_on_a_list_becomes_a_member() {
        SignInStage open = new SignInStage(List.of("ada"), List.of(), List.of());

        Passage passage = open.signIn(account("17", "Ada", "ada@example.org"));

        PersonSummary made = open.people.all().getFirst();
        assertThat(personOf(passage)).isEqualTo(made.id());
        assertThat(made.role()).isEqualTo(Role.MEMBER);
        assertThat(made.email()).isEqualTo("ada@example.org");
        assertThat(personOf(open.signIn(ADA))).as("and stays that person").isEqualTo(made.id());
        assertThat(open.people.all()).hasSize(1);
    }

    @Test
    void an_account_is_connected_with_whoever_is_signed_in() {
        PersonSummary bob = stage.people.person("somebody@example.org");
        String login = stage.loginOf(bob);
        Trip trip = stage.beginConnecting(login);

        Passage passage = stage.signIn.finish(trip.back(stage.host.codeOf(ADA), login));

        assertThat(passage).isEqualTo(new Passage.Connected("ada"));
        assertThat(personOf(stage.signIn(ADA))).as("and signs in with it").isEqualTo(bob.id());
    }

    @Test
    void an_account_of_somebody_else_is_not_connected() {
        stage.people.person("ada@example.org");
        stage.signIn(ADA);
        PersonSummary bob = stage.people.person("bob@example.org");
        String login = stage.loginOf(bob);

        Passage passage = stage.signIn.finish(stage.beginConnecting(login).back(stage.host.codeOf(ADA), login));

        assertThat(passage).isEqualTo(new Passage.Barred(true, Obstacle.TAKEN));
        assertThat(stage.accounts.of(bob.id())).isEmpty();
    }

    @Test
    void another_account_does_not_take_the_place_of_the_connected_one() {
        PersonSummary bob = stage.people.person("bob@example.org");
        stage.signIn(BOB);
        String login = stage.loginOf(bob);

        Passage passage = stage.signIn.finish(stage.beginConnecting(login).back(stage.host.codeOf(ADA), login));
        Passage byAddress = stage.signIn(account("77", "bob2", "bob@example.org"));

        assertThat(passage).isEqualTo(new Passage.Barred(true, Obstacle.OTHER_ACCOUNT));
        assertBarred(byAddress, Obstacle.OTHER_ACCOUNT);
    }

    @Test
    void connecting_ends_with_the_login_in_which_it_began() {
        PersonSummary bob = stage.people.person("bob@example.org");
        PersonSummary eve = stage.people.person("eve@example.org");
        String login = stage.loginOf(bob);
        Trip signedOut = stage.beginConnecting(login);
        Trip takenOver = stage.beginConnecting(login);
        Trip again = stage.beginConnecting(login);
        stage.end(login);

        Passage without = stage.signIn.finish(signedOut.back(stage.host.codeOf(ADA), login));
        Passage byOther = stage.signIn.finish(takenOver.back(stage.host.codeOf(ADA), stage.loginOf(eve)));
        Passage byNewLogin = stage.signIn.finish(again.back(stage.host.codeOf(ADA), stage.loginOf(bob)));

        assertThat(List.of(without, byOther, byNewLogin)).containsOnly(new Passage.Barred(true, Obstacle.OTHER_LOGIN));
        assertThat(stage.host.verifiers()).isEmpty();
    }

    @Test
    void a_token_connects_nothing() {
        Passage passage = stage.signIn.beginConnecting(Credential.of(Credential.Kind.API_TOKEN, "oi_x"), "/account");

        assertThat(passage).isEqualTo(new Passage.Barred(true, Obstacle.OTHER_LOGIN));
    }

    @Test
    void where_no_code_host_is_configured_nobody_sets_out() {
        stage.host.configured(false);

        assertBarred(stage.signIn.begin("/"), Obstacle.NOT_CONFIGURED);
    }

    private static java.util.UUID personOf(Passage passage) {
        assertThat(passage).isInstanceOf(Passage.SignedIn.class);
        return ((Passage.SignedIn) passage).ticket().caller().personId();
    }

    private static void assertBarred(Passage passage, Obstacle obstacle) {
        assertThat(passage).isEqualTo(new Passage.Barred(false, obstacle));
    }
}
