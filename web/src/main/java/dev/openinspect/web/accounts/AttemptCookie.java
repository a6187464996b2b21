package dev.openinspect.web.accounts;

import dev.openinspect.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Binds the way to the code host and back to the browser that began it: otherwise somebody could have another person's browser finish what they began, and
 * that person would work in their account. Lax, because the host sends the browser back.
 */
@ApplicationScoped
public class AttemptCookie {
    static final String NAME = "openinspect_account";
    private static final Duration LIFE = Duration.ofMinutes(10);

    @Inject
    Settings settings;

    void set(HttpServletRequest request, HttpServletResponse response, String secret) {
        response.addCookie(cookie(request, secret, LIFE));
    }

    void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", Duration.ZERO));
    }

    @Nullable
    String find(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        for (Cookie cookie : cookies) {
            if (NAME.equals(cookie.getName())) {
                return cookie.getValue();
            }
        }
        return null;
    }

    private Cookie cookie(HttpServletRequest request, String value, Duration life) {
        Cookie cookie = new Cookie(NAME, value);
        cookie.setPath("/accounts");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure() || settings.publicUrl().startsWith("https:"));
        cookie.setMaxAge(Math.toIntExact(life.toSeconds()));
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
