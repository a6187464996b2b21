package dev.openinspect.accounts;

import dev.openinspect.secrets.Vault;
import java.util.List;

/** A vault that anybody can look into, but that keeps to its purposes. */
final class OpenVault implements Vault {
    @Override
    public String seal(String purpose, String secret) {
        return purpose + "|" + secret;
    }

    @Override
    public String open(String purpose, String sealed) {
        if (!sealed.startsWith(purpose + "|")) {
            throw new IllegalStateException("sealed for something else");
        }
        return sealed.substring(purpose.length() + 1);
    }

    @Override
    public String derive(String purpose) {
        return "derived from " + purpose;
    }

    @Override
    public List<String> keys() {
        return List.of("open");
    }
}
