package dev.openinspect.secrets;

import java.util.List;

/** A vault that hides nothing: an envelope says what it was sealed for and opens for nothing else. For tests of what surrounds a vault. */
public final class TextVault implements Vault {
    private final List<String> keys;

    public TextVault(String... keys) {
        this.keys = List.of(keys);
    }

    @Override
    public String seal(String purpose, String secret) {
        return "text." + keys.getFirst() + "." + purpose + "|" + secret;
    }

    @Override
    public String open(String purpose, String sealed) {
        String[] parts = sealed.split("\\.", 3);
        String start = purpose + "|";
        if (!keys.contains(parts[1]) || !parts[2].startsWith(start)) {
            throw new IllegalStateException("sealed with another key or for another purpose");
        }
        return parts[2].substring(start.length());
    }

    @Override
    public String derive(String purpose) {
        return keys.getFirst() + "-" + purpose;
    }

    @Override
    public List<String> keys() {
        return keys;
    }
}
