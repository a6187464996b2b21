package dev.openinspect.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.codehosts.PersonalAccess.Account;
import dev.openinspect.people.Role;
import dev.openinspect.settings.Settings.SignInRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowListTest {
    private static final Account ADA =
            new Account("17", "Ada", "Ada", List.of("ada@home.example", "ada@Corp.example"), List.of("Engines"));

    @Test
    void without_entries_nobody_comes_in() {
        assertThat(list(List.of(), List.of(), List.of()).admit(ADA)).isEmpty();
    }

    @Test
    void a_name_lets_in_without_regard_to_case() {
        assertThat(list(List.of("ada"), List.of(), List.of()).admit(ADA)).contains("ada@home.example");
        assertThat(list(List.of("adam"), List.of(), List.of()).admit(ADA)).isEmpty();
    }

    @Test
    void membership_of_an_organisation_lets_in() {
        assertThat(list(List.of(), List.of("engines"), List.of()).admit(ADA)).contains("ada@home.example");
        assertThat(list(List.of(), List.of("looms"), List.of()).admit(ADA)).isEmpty();
    }

    @Test
    void a_verified_address_of_a_domain_lets_in_and_is_the_one_that_is_kept() {
        assertThat(list(List.of(), List.of(), List.of("corp.example")).admit(ADA))
                .contains("ada@Corp.example");
    }

    @Test
    void a_domain_is_not_its_subdomains_nor_names_that_end_like_it() {
        Account account = new Account(
                "1",
                "eve",
                "Eve",
                List.of("eve@sub.corp.example", "eve@evilcorp.example", "corp.example@x.y"),
                List.of());

        assertThat(list(List.of(), List.of(), List.of("corp.example")).admit(account))
                .isEmpty();
    }

    @Test
    void without_a_verified_address_even_a_named_account_does_not_come_in() {
        Account account = new Account("17", "ada", "Ada", List.of(), List.of("engines"));

        assertThat(list(List.of("ada"), List.of("engines"), List.of()).admit(account))
                .isEmpty();
    }

    private static AllowList list(List<String> logins, List<String> organisations, List<String> domains) {
        return new AllowList(new SignInRules(logins, organisations, domains, Role.MEMBER));
    }
}
