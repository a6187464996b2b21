package dev.openinspect.clients.sandboxhost;

import dev.openinspect.ids.Ids;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs each request to the sandbox host over its method, path, time, nonce and body. May be shared between threads. */
final class SigningFilter implements ClientRequestFilter {
    private static final byte[] NO_BODY = {};
    private final String keyId;
    private final SecretKeySpec key;
    private final Clock clock;
    private final Ids ids;

    SigningFilter(String keyId, byte[] key, Clock clock, Ids ids) {
        this.keyId = keyId;
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void filter(ClientRequestContext request) {
        byte[] body = request.getEntity() instanceof byte[] bytes ? bytes : NO_BODY;
        if (request.hasEntity() && body == NO_BODY) {
            throw new IllegalStateException("only bytes can be signed before they are sent");
        }
        URI uri = request.getUri();
        String target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        long time = clock.instant().getEpochSecond();
        String nonce = ids.secret("");
        String signature = sign(request.getMethod() + "\n" + target + "\n" + time + "\n" + nonce + "\n", body);
        request.getHeaders()
                .putSingle(
                        HttpHeaders.AUTHORIZATION,
                        "OI-HMAC-SHA256 keyId=" + keyId + ",time=" + time + ",nonce=" + nonce + ",signature="
                                + signature);
    }

    private String sign(String head, byte[] body) {
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal((head + digest).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
