package dev.openinspect.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSiteTest {
    private static final String PUBLIC = "https://openinspect.example.org";

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "https://openinspect.example.org", "HTTP://127.0.0.1:8080"})
    void our_own_pages_may_post(String origin) {
        assertThat(isRefused(post("/people").with("Origin", origin))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://127.0.0.1:8081",
                "https://127.0.0.1:8080",
                "http://openinspect.example.org",
                "https://openinspect.example.org.evil.example",
                ""
            })
    void other_pages_may_not(String origin) {
        assertThat(isRefused(post("/people").with("Origin", origin))).isTrue();
    }

    @Test
    void a_browser_that_says_nothing_about_the_origin_is_not_believed() {
        assertThat(isRefused(post("/people"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void the_browsers_own_word_counts_whatever_the_origin(String site) {
        assertThat(isRefused(
                        post("/people").with("Origin", "http://127.0.0.1:8080").with("Sec-Fetch-Site", site)))
                .isTrue();
    }

    @Test
    void same_origin_by_the_browsers_word_is_enough() {
        assertThat(isRefused(post("/people").with("Sec-Fetch-Site", "same-origin")))
                .isFalse();
    }

    @Test
    void the_api_wants_its_mark_beside_the_cookie() {
        Requests request = post("/api/v1/sessions").with("Origin", "http://127.0.0.1:8080");

        assertThat(isRefused(request)).isTrue();
        assertThat(isRefused(request.with("X-Requested-By", "someone"))).isTrue();
        assertThat(isRefused(request.with("X-Requested-By", "openinspect"))).isFalse();
    }

    @Test
    void the_mark_alone_is_not_enough() {
        assertThat(isRefused(post("/api/v1/sessions").with("X-Requested-By", "openinspect")))
                .isTrue();
    }

    @Test
    void signing_in_from_another_site_is_refused() {
        assertThat(isRefused(Requests.to("/sign-in").by("POST").with("Origin", "http://evil.example")))
                .isTrue();
        assertThat(isRefused(Requests.to("/sign-in").by("POST").with("Origin", "http://127.0.0.1:8080")))
                .isFalse();
    }

    @Test
    void links_from_other_sites_may_open_pages() {
        assertThat(isRefused(Requests.to("/sessions/1").cookie("oil_admin").with("Sec-Fetch-Site", "cross-site")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "post", "FANCY"})
    void every_other_method_changes_something(String method) {
        assertThat(isRefused(Requests.to("/people").by(method).cookie("oil_admin")))
                .isTrue();
    }

    @Test
    void the_public_address_may_be_the_one_that_the_request_shows() {
        RequestFacts facts =
                post("/people").with("Origin", "http://127.0.0.1:8080").facts();

        assertThat(CrossSite.refuse(Door.PAGE, Presented.on(Door.PAGE, facts), facts, "http://127.0.0.1:8080"))
                .isEmpty();
    }

    private static Requests post(String path) {
        return Requests.to(path).by("POST").cookie("oil_admin");
    }

    private static boolean isRefused(Requests request) {
        RequestFacts facts = request.facts();
        Presented presented = Presented.on(request.door(), facts);
        Optional<?> refusal = CrossSite.refuse(request.door(), presented, facts, PUBLIC);
        return refusal.isPresent();
    }
}
