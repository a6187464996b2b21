package dev.openinspect.secrets;

import dev.openinspect.refusals.RefusalCode;
import dev.openinspect.refusals.Refused;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What names and values of secrets may be. Sentences of refusals name names, never values. */
final class SecretRules {
    static final int MOST_NAMES = 50;
    static final int LARGEST_VALUE = 16 * 1024;
    static final int LARGEST_SCOPE = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    /** Stands in the address of the import, so no secret could be asked for by it. */
    private static final String IMPORT = "import";

    private SecretRules() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String name(String name) {
        if (!isName(name)) {
            throw Refused.invalid(
                    "The name of a secret has 1 to 128 letters, digits and underscores and does not begin with a digit.");
        }
        if (name.equals(IMPORT) || ReservedNames.contains(name)) {
            throw new Refused(
                    RefusalCode.NAME_RESERVED,
                    "The name " + name + " is reserved: it changes what programs do, or is one of ours.");
        }
        return name;
    }

    /** The size of a value in UTF-8 bytes. */
    static int size(String name, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (value.indexOf('\0') >= 0) {
            throw Refused.invalid("The value of " + name + " holds a NUL, which no variable can.");
        }
        if (bytes > LARGEST_VALUE) {
            throw new Refused(
                    RefusalCode.SECRET_LIMIT, "The value of " + name + " is larger than " + LARGEST_VALUE + " bytes.");
        }
        return bytes;
    }
}
