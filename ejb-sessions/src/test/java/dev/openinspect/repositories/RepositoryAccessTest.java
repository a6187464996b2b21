package dev.openinspect.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.codehosts.CodeHostApp.Access;
import dev.openinspect.codehosts.HostedPlace;
import dev.openinspect.codehosts.HostedRepository;
import dev.openinspect.repositories.CodeHost.Address;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.CodeHostFailure.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositoryAccessTest {
    private static final UUID PLAIN = new UUID(1, 1);
    private static final UUID HOSTED = new UUID(2, 2);

    private final FakeCodeHostApp app = new FakeCodeHostApp();
    private final Repository hosted =
            new Repository(HOSTED, "shop", RepositoryKind.HOSTED, "https://host/octo/shop.git", "main", Instant.EPOCH);
    private final RepositoryAccess access = new RepositoryAccess();
    private boolean doubted;

    @BeforeEach
    void connect() {
        hosted.become(seen("octo/shop", "https://host/octo/shop.git", "main"));
        access.app = app;
        access.repositories = new Repositories() {
            private final Repository plain =
                    new Repository(PLAIN, "plain", RepositoryKind.GIT, "https://git/plain.git", "main", Instant.EPOCH);

            @Override
            public Optional<RepositoryView> byId(UUID id) {
                return Optional.of((id.equals(PLAIN) ? plain : hosted).view());
            }

            @Override
            public Address address(UUID id) {
                return plain.address("user:stored");
            }
        };
        access.ledger = new HostedLedger() {
            @Override
            public void doubt() {
                doubted = true;
            }
        };
    }

    @Test
    void a_plain_repository_is_opened_with_what_is_stored() {
        assertThat(access.address(PLAIN, Access.WRITE).credential()).isEqualTo("user:stored");
        assertThat(access.refused(PLAIN, Access.WRITE)).isFalse();
        assertThat(app.asked).isZero();
    }

    @Test
    void a_hosted_one_is_opened_with_what_the_host_gives_for_this_need() {
        assertThat(access.address(HOSTED, Access.READ).credential()).isEqualTo("app:READ-11-0");
        assertThat(access.address(HOSTED, Access.WRITE).credential()).isEqualTo("app:WRITE-11-0");
    }

    @Test
    void a_refused_credential_is_thrown_away_and_another_one_can_be_had() {
        assertThat(access.refused(HOSTED, Access.READ)).isTrue();

        assertThat(access.address(HOSTED, Access.READ).credential()).isEqualTo("app:READ-11-1");
    }

    @Test
    void a_missing_one_is_not_asked_for() {
        hosted.becomeMissing();

        assertThatThrownBy(() -> access.address(HOSTED, Access.READ))
                .isInstanceOfSatisfying(CodeHostFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
                    assertThat(failure.sentence()).contains("shop was deleted at the code host");
                });
        assertThat(app.asked).isZero();
    }

    @Test
    void one_that_is_not_found_makes_somebody_look_at_the_host() {
        access.missed(PLAIN);
        assertThat(doubted).isFalse();

        access.missed(HOSTED);
        assertThat(doubted).isTrue();
    }

    @Test
    void a_rename_keeps_the_row_and_its_name_here() {
        hosted.describe("What people wrote");
        hosted.enable(false);

        hosted.become(seen("octo/store", "https://host/octo/store.git", "trunk"));

        RepositoryView view = hosted.view();
        assertThat(view.name()).isEqualTo("shop");
        assertThat(view.hosted().place().fullName()).isEqualTo("octo/store");
        assertThat(view.url()).isEqualTo("https://host/octo/store.git");
        assertThat(view.defaultBranch()).isEqualTo("trunk");
        assertThat(view.description()).isEqualTo("What people wrote");
        assertThat(view.enabled()).isFalse();
    }

    @Test
    void one_that_comes_back_is_no_longer_missing() {
        hosted.becomeMissing();
        assertThat(hosted.view().usable()).isFalse();

        hosted.become(seen("octo/shop", "https://host/octo/shop.git", null));

        assertThat(hosted.view().missing()).isFalse();
        assertThat(hosted.view().defaultBranch()).isEqualTo("main");
    }

    private static HostedRepository seen(
            String fullName, String url, @org.jspecify.annotations.Nullable String branch) {
        return new HostedRepository(
                new HostedPlace(1, 11, fullName), "https://host/" + fullName, url, branch, "", false, true);
    }
}
