package dev.openinspect.web.files;

import dev.openinspect.sessions.ShownFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers under which a file goes out. It was made by an agent, so a browser must never run it: only pictures and videos of known types are shown in
 * place, everything else is saved, none of it is guessed at, and a page made of it would have no script and no origin.
 */
final class FileHeaders {
    private FileHeaders() {}

    static Map<String, String> of(ShownFile file) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Disposition", disposition(file));
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        headers.put("X-Content-Type-Options", "nosniff");
        // The bytes of an id never change; only the browser of whoever may see them keeps them.
        headers.put("Cache-Control", "private, max-age=31536000, immutable");
        headers.put("ETag", etag(file));
        headers.put("Accept-Ranges", "bytes");
        return headers;
    }

    static String etag(ShownFile file) {
        return '"' + file.sha256() + '"';
    }

    private static String disposition(ShownFile file) {
        String how =
                switch (file.kind()) {
                    case IMAGE, VIDEO -> "inline";
                    case REPORT -> "attachment";
                };
        String plain = file.name().replaceAll("[^A-Za-z0-9._ -]", "_");
        String full = URLEncoder.encode(file.name(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return how + "; filename=\"" + plain + "\"; filename*=UTF-8''" + full;
    }
}
