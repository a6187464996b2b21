package dev.openinspect.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/sessions/0b1c?tab=work", "/new?repository=a%20b"})
    void paths_of_the_console_are_taken(String path) {
        assertThat(LocalPath.orHome(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/\n/evil.example",
                " /sessions",
                "sessions",
                "/sign-in?to=/sign-in",
                "/api/v1/me",
                "/accounts/sign-in",
                "/a\u0000b"
            })
    void everything_else_becomes_the_home_page(String path) {
        assertThat(LocalPath.orHome(path)).isEqualTo("/");
    }

    @Test
    void an_endless_path_becomes_the_home_page() {
        assertThat(LocalPath.orHome("/" + "a".repeat(2_000))).isEqualTo("/");
    }

    @Test
    void the_way_back_cannot_break_out_of_its_parameter() {
        assertThat(LocalPath.signInFor("/a?b=c&d=\"<e>")).isEqualTo("/sign-in?to=%2Fa%3Fb%3Dc%26d%3D%22%3Ce%3E");
        assertThat(LocalPath.signInFor("/")).isEqualTo("/sign-in");
    }
}
