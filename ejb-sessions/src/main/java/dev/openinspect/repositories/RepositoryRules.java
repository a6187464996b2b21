package dev.openinspect.repositories;

import dev.openinspect.refusals.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What the parts of a repository may look like. The code host adds what it may reach. */
final class RepositoryRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    // A strict part of what git allows: nothing that a shell, a URL or an option parser could take for something else.
    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/@+#=,-]{0,249}");
    // Stands where a name stands in an address of the API.
    private static final String RESERVED = "refresh";
    private static final int MOST_WORDS = 10;
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int LONGEST_CREDENTIAL = 4_000;

    private RepositoryRules() {}

    static boolean isName(String name) {
        // The Git door adds `.git` to a name, so a name that ends with it would have two addresses.
        return NAME.matcher(name).matches()
                && !name.endsWith(".git")
                && !name.contains("..")
                && !name.equalsIgnoreCase(RESERVED);
    }

    static String name(String name) {
        if (!isName(name)) {
            throw Refused.invalid(
                    "A repository's name has 1 to 100 letters, digits, dots, dashes and underscores, begins with"
                            + " a letter or digit and does not end with .git.");
        }
        return name;
    }

    static String branch(String branch) {
        if (!isBranch(branch)) {
            throw Refused.invalid("This is no name of a branch that can be used here.");
        }
        return branch;
    }

    static boolean isBranch(String branch) {
        return BRANCH.matcher(branch).matches()
                && !branch.contains("..")
                && !branch.contains("//")
                && !branch.contains("@{")
                && !branch.contains("/.")
                && !branch.endsWith("/")
                && !branch.endsWith(".")
                && !branch.endsWith(".lock");
    }

    static int lifetime(int minutes) {
        if (minutes < RepositoryView.SHORTEST_LIFETIME_MINUTES || minutes > RepositoryView.LONGEST_LIFETIME_MINUTES) {
            throw Refused.invalid("The lifetime of a sandbox is " + RepositoryView.SHORTEST_LIFETIME_MINUTES + " to "
                    + RepositoryView.LONGEST_LIFETIME_MINUTES + " minutes.");
        }
        return minutes;
    }

    static String description(String text) {
        if (text.length() > LONGEST_DESCRIPTION) {
            throw Refused.invalid("A description has at most " + LONGEST_DESCRIPTION + " characters.");
        }
        return text.strip();
    }

    /** A description that somebody else wrote, cut so that it fits. */
    static String shortened(String text) {
        String clean = CONTROL.matcher(text).replaceAll(" ").strip();
        return clean.length() <= LONGEST_DESCRIPTION ? clean : clean.substring(0, LONGEST_DESCRIPTION);
    }

    /** Stripped, without empty ones and without the same one twice, in their order. */
    static List<String> words(String what, List<String> given) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : given) {
            String stripped = word.strip();
            if (stripped.length() > LONGEST_WORD || CONTROL.matcher(stripped).find()) {
                throw Refused.invalid("Each of the " + what + " has at most " + LONGEST_WORD
                        + " characters and no control characters.");
            }
            if (!stripped.isEmpty()) {
                words.putIfAbsent(stripped.toLowerCase(Locale.ROOT), stripped);
            }
        }
        if (words.size() > MOST_WORDS) {
            throw Refused.invalid("A repository has at most " + MOST_WORDS + " " + what + ".");
        }
        return List.copyOf(words.values());
    }

    static String credential(String credential) {
        if (credential.length() > LONGEST_CREDENTIAL
                || CONTROL.matcher(credential).find()
                || credential.indexOf(':') < 0) {
            throw Refused.invalid("A credential is user:password, without control characters, at most "
                    + LONGEST_CREDENTIAL + " characters long.");
        }
        return credential;
    }

    /** An address that begins with a slash is a path on this machine; everything else must be http(s). */
    static RepositoryKind kind(String url) {
        return url.startsWith("/") ? RepositoryKind.LOCAL : RepositoryKind.GIT;
    }

    static String url(String url) {
        if (url.isEmpty() || url.length() > LONGEST_URL || CONTROL.matcher(url).find()) {
            throw Refused.invalid("An address has 1 to " + LONGEST_URL + " characters and no control characters.");
        }
        return kind(url) == RepositoryKind.LOCAL ? url : remoteUrl(url);
    }

    /** The forms in which people write the address of a repository: with and without {@code .git}, by https and by ssh. */
    static List<String> addresses(String url) {
        if (kind(url) == RepositoryKind.LOCAL) {
            return List.of(url);
        }
        URI parsed = URI.create(url);
        String path = parsed.getRawPath().replaceFirst("^/", "").replaceFirst("\\.git$", "");
        String https = parsed.getScheme() + "://" + parsed.getRawAuthority() + "/" + path;
        String host = parsed.getHost();
        return List.of(
                https + ".git",
                https,
                "git@" + host + ":" + path + ".git",
                "git@" + host + ":" + path,
                "ssh://git@" + host + "/" + path + ".git",
                "ssh://git@" + host + "/" + path);
    }

    private static String remoteUrl(String url) {
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException e) {
            throw new Refused(
                    dev.openinspect.refusals.RefusalCode.INVALID_INPUT, "The address must be an https:// URL.");
        }
        String scheme = parsed.getScheme();
        if (!"https".equals(scheme) && !"http".equals(scheme)) {
            throw Refused.invalid("Only https:// addresses and absolute local paths can be registered.");
        }
        if (parsed.getRawUserInfo() != null) {
            throw Refused.invalid("The address must not hold a user or password; give them as the credential.");
        }
        if (parsed.getHost() == null
                || parsed.getHost().startsWith("-")
                || parsed.getRawQuery() != null
                || parsed.getRawFragment() != null
                || parsed.getRawPath().length() < 2) {
            throw Refused.invalid("The address must be https://host/path without query and fragment.");
        }
        return url.endsWith("/") ? url.replaceAll("/+$", "") : url;
    }
}
