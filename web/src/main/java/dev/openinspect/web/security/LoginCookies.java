package dev.openinspect.web.security;

import dev.openinspect.people.LoginTicket;
import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;

/** The cookie of a console login. How long the login lives, its row decides; the cookie only outlives it. */
@ApplicationScoped
public class LoginCookies {
    public static final String NAME = "openinspect_login";
    private static final Duration LIFE = Duration.ofDays(180);

    @Inject
    Settings settings;

    public void set(HttpServletRequest request, HttpServletResponse response, LoginTicket ticket) {
        response.addCookie(cookie(request, ticket.token(), LIFE));
    }

    public void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", Duration.ZERO));
    }

    /** The secret that the browser sent, for signing out. */
    public Optional<String> find(HttpServletRequest request) {
        return Optional.ofNullable(RequestFacts.of(request).loginCookie());
    }

    private Cookie cookie(HttpServletRequest request, String value, Duration life) {
        Cookie cookie = new Cookie(NAME, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure() || settings.publicUrl().startsWith("https:"));
        cookie.setMaxAge(Math.toIntExact(life.toSeconds()));
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
