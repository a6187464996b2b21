package dev.openinspect.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.AppInstallation;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.people.Caller;
import dev.openinspect.people.Role;
import dev.openinspect.people.RoleRights;
import dev.openinspect.people.Scope;
import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostedRepositoriesTest {
    private static final AppInstallation OCTO = new AppInstallation(1, "octo", false, false, "https://host/1");
    private static final AppInstallation BIG = new AppInstallation(2, "big", true, false, "https://host/2");
    private static final HostedRepository SHOP = repository(1, 11, "octo/shop");
    private static final HostedRepository ENGINE = repository(2, 22, "big/engine");

    private final FakeCodeHostApp app = new FakeCodeHostApp();
    private final Ledger ledger = new Ledger();
    private final HostedRepositories hosted = new HostedRepositories();

    @BeforeEach
    void connect() {
        hosted.app = app;
        hosted.ledger = ledger;
        hosted.rights = new RoleRights();
        app.installations.addAll(List.of(OCTO, BIG));
        app.repositories.put(1L, List.of(SHOP));
        app.repositories.put(2L, List.of(ENGINE));
    }

    @Test
    void everything_that_the_app_is_given_is_written_down_together() {
        hosted.lookIfDue();

        assertThat(ledger.installations).containsExactly(OCTO, BIG);
        assertThat(ledger.repositories).containsExactly(SHOP, ENGINE);
    }

    @Test
    void without_an_app_nobody_is_asked() {
        app.configured = false;

        hosted.lookIfDue();

        assertThat(app.asked).isZero();
        assertThat(ledger.claims).isZero();
    }

    @Test
    void while_another_node_looks_nobody_is_asked() {
        ledger.free = false;

        hosted.lookIfDue();

        assertThat(app.asked).isZero();
    }

    @Test
    void a_host_that_is_down_changes_nothing_and_is_asked_again_later() {
        app.failWith(new CodeHostFailure("Down.", Kind.UNREACHABLE, true, null, null));

        hosted.lookIfDue();

        assertThat(ledger.recorded).isFalse();
        assertThat(ledger.problem).isEqualTo("Down.");
        assertThat(ledger.pause).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_host_that_wants_to_be_left_alone_is_left_alone_for_so_long() {
        app.failures.put(2L, new CodeHostFailure("Slow down.", Kind.RATE_LIMITED, true, Duration.ofMinutes(7), null));

        hosted.lookIfDue();

        assertThat(ledger.recorded).isFalse();
        assertThat(ledger.pause).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void a_suspended_installation_is_named_and_its_repositories_are_not() {
        app.installations.set(1, new AppInstallation(2, "big", true, true, "https://host/2"));

        hosted.lookIfDue();

        assertThat(ledger.installations).hasSize(2);
        assertThat(ledger.repositories).containsExactly(SHOP);
    }

    @Test
    void an_installation_that_is_suspended_in_the_middle_counts_as_suspended() {
        app.failures.put(2L, new CodeHostFailure("Suspended.", Kind.FORBIDDEN, false, null, null));

        hosted.lookIfDue();

        assertThat(ledger.installations.getLast().suspended()).isTrue();
        assertThat(ledger.repositories).containsExactly(SHOP);
    }

    @Test
    void an_installation_that_is_removed_in_the_middle_is_left_out() {
        app.failures.put(2L, new CodeHostFailure("Gone.", Kind.NOT_FOUND, false, null, null));

        hosted.lookIfDue();

        assertThat(ledger.installations).containsExactly(OCTO);
        assertThat(ledger.repositories).containsExactly(SHOP);
    }

    @Test
    void a_refresh_that_fails_says_why() {
        app.failWith(new CodeHostFailure("Down.", Kind.UNREACHABLE, true, null, null));

        assertThatThrownBy(() -> hosted.refresh(caller(Role.ADMIN))).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RefusalCode.REPOSITORY_UNREACHABLE);
            assertThat(refused.sentence()).isEqualTo("Down.");
        });
    }

    @Test
    void a_refresh_waits_for_whoever_is_looking_and_looks_itself() {
        ledger.busyFor = 3;

        hosted.refresh(caller(Role.ADMIN));

        assertThat(ledger.claims).isEqualTo(4);
        assertThat(ledger.recorded).isTrue();
    }

    @Test
    void a_refresh_is_over_when_somebody_else_has_looked_meanwhile() {
        ledger.busyFor = 3;
        ledger.doneByAnother = true;

        hosted.refresh(caller(Role.ADMIN));

        assertThat(ledger.claims).isEqualTo(3);
        assertThat(app.asked).isZero();
    }

    @Test
    void only_administrators_refresh_and_see_installations() {
        assertThatThrownBy(() -> hosted.refresh(caller(Role.MEMBER))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> hosted.state(caller(Role.VIEWER))).isInstanceOf(Refused.class);
        assertThat(app.asked).isZero();
    }

    @Test
    void without_an_app_there_is_nothing_to_refresh() {
        app.configured = false;

        assertThatThrownBy(() -> hosted.refresh(caller(Role.ADMIN)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_FOUND));
    }

    private static HostedRepository repository(long installation, long id, String fullName) {
        return new HostedRepository(
                new HostedPlace(installation, id, fullName),
                "https://host/" + fullName,
                "https://host/" + fullName + ".git",
                "main",
                "",
                false,
                true);
    }

    private static Caller caller(Role role) {
        return new Caller(new UUID(9, 9), "Someone", "someone@example.org", role, Scope.ADMIN, null);
    }

    /** Remembers instead of writing to a database. */
    private static final class Ledger extends HostedLedger {
        private List<AppInstallation> installations = new ArrayList<>();
        private List<HostedRepository> repositories = new ArrayList<>();
        private boolean free = true;
        private int busyFor;
        private boolean doneByAnother;
        private boolean recorded;
        private int claims;
        private @Nullable String problem;
        private @Nullable Duration pause;

        @Override
        public void insist() {
            free = true;
        }

        @Override
        public boolean claim() {
            claims++;
            return free && claims > busyFor;
        }

        @Override
        public boolean underWay() {
            return claims < busyFor || !doneByAnother;
        }

        @Override
        public void failed(String sentence, Duration wanted) {
            problem = sentence;
            pause = wanted;
        }

        @Override
        public void record(List<AppInstallation> seen, List<HostedRepository> given) {
            recorded = true;
            installations = List.copyOf(seen);
            repositories = List.copyOf(given);
        }

        @Override
        public HostedState state() {
            return new HostedState(List.of(), null, problem);
        }
    }
}
