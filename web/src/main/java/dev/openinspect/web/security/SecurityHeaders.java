package dev.openinspect.web.security;

import jakarta.servlet.http.HttpServletResponse;

/** The headers that every answer carries, whatever it is. */
final class SecurityHeaders {
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'");

    private SecurityHeaders() {}

    static void write(HttpServletResponse response, Door door, String path, boolean secure) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        // Not "no-referrer": with it browsers send "Origin: null" with our own forms, and the rule against cross-site
        // requests
        // could not know them. Other sites learn nothing either way.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        // What anyone may see is asked for again by its tag; everything else is kept nowhere.
        boolean keepable =
                door == Door.OPEN && !path.startsWith(LocalPath.SIGN_IN) && !path.startsWith(LocalPath.ACCOUNTS);
        response.setHeader("Cache-Control", keepable ? "no-cache" : "no-store");
        if (secure) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
