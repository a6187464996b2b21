package dev.openinspect.sessions;

import dev.openinspect.refusals.Refused;
import java.util.regex.Pattern;

/** Which branch names are accepted: what git-check-ref-format(1) allows, without characters that need quoting anywhere. */
final class BranchNames {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/+#@-]{0,249}");

    private BranchNames() {}

    static String checked(String name) {
        boolean wrong = !ALLOWED.matcher(name).matches()
                || name.contains("..")
                || name.contains("//")
                || name.contains("@{")
                || name.contains("/.")
                || name.endsWith("/")
                || name.endsWith(".")
                || name.endsWith(".lock");
        if (wrong) {
            throw Refused.invalid("This is not a usable branch name.");
        }
        return name;
    }
}
