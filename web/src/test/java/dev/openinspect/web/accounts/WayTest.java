package dev.openinspect.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.accounts.Obstacle;
import dev.openinspect.accounts.Passage;
import dev.openinspect.people.Caller;
import dev.openinspect.people.LoginTicket;
import dev.openinspect.people.Role;
import dev.openinspect.people.Scope;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WayTest {
    private static final LoginTicket TICKET = new LoginTicket(
            "oil_x", new Caller(new UUID(1, 1), "Ada", "a@b.c", Role.MEMBER, Scope.ADMIN, null), Instant.EPOCH);

    @Test
    void out_it_goes_to_the_host() {
        URI host = URI.create("https://forge.example/authorize?state=x");

        assertThat(Way.of(new Passage.Outward(host, "oia_x")).location()).isEqualTo(host.toString());
    }

    @ParameterizedTest
    @CsvSource({"/sessions/1?tab=work, /sessions/1?tab=work", "https://evil.example, /", "//evil.example, /"})
    void back_it_goes_to_a_place_of_this_console_only(String wayBack, String location) {
        assertThat(Way.of(new Passage.SignedIn(TICKET, wayBack)).location()).isEqualTo(location);
    }

    @ParameterizedTest
    @EnumSource(Obstacle.class)
    void whoever_is_barred_reads_why_where_they_began(Obstacle obstacle) {
        assertThat(Way.of(new Passage.Barred(false, obstacle)).location())
                .isEqualTo("/sign-in?problem=" + obstacle.code());
        assertThat(Way.of(new Passage.Barred(true, obstacle)).location())
                .isEqualTo("/account?problem=" + obstacle.code());
    }

    @Test
    void a_connected_account_is_shown() {
        assertThat(Way.of(new Passage.Connected("ada")).location()).startsWith("/account");
    }
}
