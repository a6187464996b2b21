package dev.openinspect.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.runtime.secrets.Redactor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sandbox redacts what it sends, the control plane what leaves it by other ways. Neither knows the other's code, so a test holds them together. */
class RedactorsAgreeTest {
    private static final String SECRET = "it's <p@ss>/wörd+42\"!\t\u0001&\\x";
    private static final String KEY =
            "-----BEGIN KEY-----\nAAAA-first-line/of+the=key\nBBBB-second-line\n-----END KEY-----\n";
    private static final String LONG = "long-value-0123456789".repeat(12);

    static List<Map.Entry<String, String>> samples() {
        return List.of(
                Map.entry("as it is", SECRET),
                Map.entry("URL", URLEncoder.encode(SECRET, StandardCharsets.UTF_8)),
                Map.entry(
                        "URL, blanks as %20",
                        URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20")),
                Map.entry("URL, small digits", "it%27s+%3cp%40ss%3e%2fw%c3%b6rd%2b42%22%21%09%01%26%5cx"),
                Map.entry("JSON", "it's <p@ss>/wörd+42\\\"!\\t\\u0001&\\\\x"),
                Map.entry("JSON in JSON", "it's <p@ss>/wörd+42\\\\\\\"!\\\\t\\\\u0001&\\\\\\\\x"),
                Map.entry("shell, single quotes", SECRET.replace("'", "'\\''")),
                Map.entry("shell, other quotes", SECRET.replace("'", "'\"'\"'")),
                Map.entry("shell, backslashes", SECRET.replaceAll("[^A-Za-z0-9_@%+=:,./ö-]", "\\\\$0")),
                Map.entry("HTML", "it&#39;s &lt;p@ss&gt;/wörd+42&quot;!\t\u0001&amp;\\x"),
                Map.entry("hex", HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))),
                Map.entry("HEX", HexFormat.of().withUpperCase().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))),
                Map.entry("Base64", base64(SECRET)),
                Map.entry("Base64 after one", base64("a" + SECRET + "b")),
                Map.entry("Base64 after two", base64("ab" + SECRET + "b")),
                Map.entry("a line of a key", "BBBB-second-line"),
                Map.entry("a line of a key in JSON", "AAAA-first-line\\/of+the=key"),
                Map.entry("a key in JSON", KEY.replace("\n", "\\n")),
                Map.entry("a line of Base64 in lines", base64(LONG).substring(76, 152)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void both_find_a_secret_in_the_same_clothes(Map.Entry<String, String> sample) {
        List<String> secrets = List.of(SECRET, KEY, LONG);
        Redactor sandbox = new Redactor();
        sandbox.add(secrets);
        String text = "before " + sample.getValue() + " after";

        String there = sandbox.redact(text);
        String here = new TextRedactor(secrets).redact(text);

        assertThat(here).as("%s", sample.getKey()).isEqualTo(there).contains("[•••]");
        assertThat(here.length()).as("%s", sample.getKey()).isLessThan("before  after".length() + 16);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
