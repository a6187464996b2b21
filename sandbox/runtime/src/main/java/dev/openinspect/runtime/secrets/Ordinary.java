package dev.openinspect.runtime.secrets;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Values that people keep among their secrets because a whole {@code .env} file was pasted, though they are none: hiding them from the
 * agent would make it read, and write, garbled files. People still see {@link Redactor#MARK} in their place.
 */
final class Ordinary {
    private static final Set<String> WORDS = Set.of(
            "production",
            "development",
            "staging",
            "testing",
            "localhost",
            "127.0.0.1",
            "0.0.0.0",
            "default",
            "disabled",
            "enabled",
            "postgres",
            "postgresql",
            "mariadb",
            "sqlite",
            "sqlite3",
            "mongodb",
            "rabbitmq",
            "memory",
            "public",
            "private",
            "warning",
            "verbose",
            "example",
            "us-east-1",
            "eu-west-1",
            "eu-central-1");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "0.0.0.0", "[::1]");

    private Ordinary() {}

    static boolean is(String value) {
        return WORDS.contains(value) || isAddressHere(value);
    }

    /** An address of this machine that carries no name, password or question. */
    private static boolean isAddressHere(String value) {
        try {
            var address = new URI(value);
            return address.getHost() != null
                    && THIS_MACHINE.contains(address.getHost())
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
        } catch (URISyntaxException e) {
            // Not even an address.
            return false;
        }
    }
}
