package dev.openinspect.github;

import java.util.Map;
import java.util.Set;

/** Who calls, by the token of the request. */
sealed interface Caller {
    /** Without a token: what is open to everybody. */
    record Nobody() implements Caller {}

    /** The app, by a token that it signed itself: about itself and its installations, and nothing in them. */
    record AppItself() implements Caller {}

    /** The app at one account, for these repositories and with these permissions. */
    record Installed(AppInstallation installation, Set<Long> repositories, Map<String, String> permissions)
            implements Caller {}

    /** A person through the app: what both may. */
    record Signed(Account person) implements Caller {}

    /** For the record of requests; no secret. */
    default String label() {
        return switch (this) {
            case Nobody nobody -> "nobody";
            case AppItself app -> "app";
            case Installed installed -> "installation";
            case Signed signed -> signed.person.login();
        };
    }
}
