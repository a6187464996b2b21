package dev.openinspect.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Values that exist nowhere but in the test that made them, and every form in which they must not be found. */
record Canaries(String word, String key, String loser) {
    /** Signs that every encoding changes, and ends that Base64 does not. */
    static Canaries hatch() {
        return new Canaries(
                "it's-" + random() + " <&\"$/+\\ü",
                "-----BEGIN TEST KEY-----\n" + random() + random() + "\n" + random() + "\n-----END TEST KEY-----\n",
                "loser-" + random());
    }

    /** What a text may not contain. */
    List<String> forms() {
        List<String> forms = new ArrayList<>(List.of(loser));
        Stream.concat(Stream.of(word), key.lines().filter(line -> !line.startsWith("-")))
                .forEach(value -> forms.addAll(formsOf(value)));
        return forms;
    }

    /** The first of the forms that the text contains, or nothing. */
    String foundIn(String text) {
        return forms().stream().filter(text::contains).findFirst().orElse("");
    }

    private static List<String> formsOf(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(
                value,
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                value.replace("\\", "\\\\").replace("\"", "\\\""),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes)));
        for (String before : List.of("", "x", "xy")) {
            String encoded = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString((before + value).getBytes(StandardCharsets.UTF_8));
            forms.add(encoded.substring(4, encoded.length() - 3));
        }
        return forms;
    }

    private static String random() {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
