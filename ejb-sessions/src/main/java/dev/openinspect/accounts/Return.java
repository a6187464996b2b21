package dev.openinspect.accounts;

import org.jspecify.annotations.Nullable;

/**
 * What a browser brings back from the code host, none of it to be trusted.
 *
 * @param error the host's word for why there is no code
 * @param browserSecret of the cookie that binds the attempt to its browser
 * @param loginSecret of the login cookie
 */
public record Return(
        @Nullable String state,
        @Nullable String code,
        @Nullable String error,
        @Nullable String browserSecret,
        @Nullable String loginSecret,
        String userAgent) {
    private static final int LONGEST = 1_000;

    public Return {
        state = ifShort(state);
        code = ifShort(code);
        error = ifShort(error);
        browserSecret = ifShort(browserSecret);
        loginSecret = ifShort(loginSecret);
    }

    private static @Nullable String ifShort(@Nullable String text) {
        return text == null || text.isEmpty() || text.length() > LONGEST ? null : text;
    }

    /** Nothing of what it holds is for a log. */
    @Override
    public String toString() {
        return "Return";
    }
}
