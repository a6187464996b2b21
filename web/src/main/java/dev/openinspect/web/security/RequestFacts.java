package dev.openinspect.web.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of the door look at in a request, apart from the servlet that carries it.
 *
 * @param path decoded, as the container finds resources by it
 * @param query as it was sent, or null
 * @param origin the origin that the request was sent to, as the client sees it: scheme, host, port
 * @param loopbackPeer whether the other end of the connection is on this machine
 * @param headers the first value of every header, by name without regard to case
 * @param loginCookie the value of the console's cookie
 */
record RequestFacts(
        String method,
        String path,
        @Nullable String query,
        int localPort,
        String origin,
        boolean loopbackPeer,
        TreeMap<String, String> headers,
        @Nullable String loginCookie) {
    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    static RequestFacts of(HttpServletRequest request) {
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> headers.put(name, String.valueOf(request.getHeader(name))));
        String pathInfo = request.getPathInfo();
        String host = headers.getOrDefault("Host", "");
        return new RequestFacts(
                request.getMethod(),
                request.getServletPath() + (pathInfo == null ? "" : pathInfo),
                request.getQueryString(),
                request.getLocalPort(),
                request.getScheme() + "://" + host.toLowerCase(Locale.ROOT),
                isLoopback(request.getRemoteAddr()),
                headers,
                loginCookie(request));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether it changes something, going by the method (RFC 9110, safe methods). */
    boolean isUnsafe() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> false;
            default -> true;
        };
    }

    boolean asksForWebSocket() {
        return header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
    }

    /** Sent by a program on this machine, and not through a proxy on this machine for somebody elsewhere. */
    boolean isLocal() {
        return loopbackPeer && PROXY_HEADERS.stream().noneMatch(headers::containsKey) && isLoopbackHost();
    }

    /** A page of another site can make a browser send requests here under its own host name; those are not local. */
    private boolean isLoopbackHost() {
        String host = headers.getOrDefault("Host", "").toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Not an address: then certainly not one of this machine.
            return false;
        }
    }

    private static @Nullable String loginCookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        for (Cookie cookie : cookies) {
            if (LoginCookies.NAME.equals(cookie.getName())) {
                return cookie.getValue();
            }
        }
        return null;
    }

    /** Without headers, cookie and query, which hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
