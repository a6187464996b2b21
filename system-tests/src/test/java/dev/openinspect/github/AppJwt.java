package dev.openinspect.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Checks the token by which an app says who it is: RS256, issued not later than now, good for ten minutes at most. */
final class AppJwt {
    private static final long LONGEST_SECONDS = 600;
    /** Clocks differ; GitHub advises to date the issue back by this much. */
    private static final long SKEW_SECONDS = 60;

    private final App app;

    AppJwt(App app) {
        this.app = app;
    }

    /** Refuses with GitHub's words. */
    void check(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !part(parts[0]).path("alg").asText().equals("RS256") || !isSigned(parts)) {
            throw new Refusal(401, "A JSON web token could not be decoded");
        }
        JsonNode claims = part(parts[1]);
        long issued = claims.path("iat").asLong(Long.MAX_VALUE);
        long expires = claims.path("exp").asLong();
        String issuer = claims.path("iss").asText();
        if (issued > now.getEpochSecond() + SKEW_SECONDS) {
            throw new Refusal(
                    401,
                    "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        }
        if (expires <= now.getEpochSecond()) {
            throw new Refusal(
                    401,
                    "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the"
                            + " assertion expires");
        }
        if (expires > now.getEpochSecond() + LONGEST_SECONDS) {
            throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
        }
        if (!issuer.equals(Long.toString(app.id)) && !issuer.equals(app.clientId)) {
            throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
        }
    }

    private boolean isSigned(String[] parts) {
        byte[] text = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            for (PublicKey key : app.keys) {
                Signature check = Signature.getInstance("SHA256withRSA");
                check.initVerify(key);
                check.update(text);
                if (check.verify(signature)) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            return false;
        }
    }

    private static JsonNode part(String text) {
        try {
            return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(401, "A JSON web token could not be decoded", e);
        }
    }
}
