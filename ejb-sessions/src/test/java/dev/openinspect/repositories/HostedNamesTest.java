package dev.openinspect.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.codehosts.HostedPlace;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostedNamesTest {
    @ParameterizedTest
    @CsvSource({
        "octo/shop, shop",
        "octo/Shop.web_2, Shop.web_2",
        "octo/.github, octo-.github",
        "octo/-dash, octo--dash",
        "octo/a..b, a.b",
        "octo/x.git, x-git",
        "octo/refresh, octo-refresh"
    })
    void a_repository_keeps_its_name_as_far_as_it_can_stand_in_an_address(String fullName, String expected) {
        assertThat(HostedNames.choose(new HostedPlace(1, 2, fullName), name -> false))
                .isEqualTo(expected);
    }

    @Test
    void a_taken_name_gets_its_owner_and_then_its_number() {
        HostedPlace place = new HostedPlace(1, 42, "octo/shop");

        assertThat(HostedNames.choose(place, Set.of("shop")::contains)).isEqualTo("octo-shop");
        assertThat(HostedNames.choose(place, Set.of("shop", "octo-shop")::contains))
                .isEqualTo("octo-42");
        assertThat(HostedNames.choose(place, name -> !name.startsWith("hosted")))
                .isEqualTo("hosted-42");
    }

    @Test
    void the_longest_name_fits() {
        String longest = "a".repeat(100);

        assertThat(HostedNames.choose(new HostedPlace(1, 2, "octo/" + longest), longest::equals))
                .hasSize(100)
                .startsWith("octo-aaa");
    }
}
