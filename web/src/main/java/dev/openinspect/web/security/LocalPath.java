package dev.openinspect.web.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A place in the console to go to after the sign-in. Only a path of ours: an address brought by a stranger must not lead elsewhere. */
public final class LocalPath {
    public static final String HOME = "/";
    public static final String SIGN_IN = "/sign-in";

    /** The doors by which a browser goes to the code host and comes back. */
    static final String ACCOUNTS = "/accounts/";

    private static final int LONGEST = 2_000;

    private LocalPath() {}

    /** The path if it is one of this console, else its home page. */
    public static String orHome(@Nullable String wanted) {
        return wanted != null && isLocal(wanted) ? wanted : HOME;
    }

    /** The sign-in page that leads back to this path. */
    public static String signInFor(@Nullable String wanted) {
        String target = orHome(wanted);
        return target.equals(HOME) ? SIGN_IN : SIGN_IN + "?to=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }

    /** Browsers read {@code //host} and {@code /\host} as another site, and drop tabs and line ends before they look. */
    private static boolean isLocal(String path) {
        return path.length() <= LONGEST
                && path.startsWith("/")
                && !path.startsWith("//")
                && !path.startsWith(SIGN_IN)
                && !path.startsWith(ACCOUNTS)
                && !path.startsWith("/api/")
                && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    }
}
