package dev.openinspect.web.security;

import java.util.TreeMap;

/** Builds the facts of a request for tests: a GET from this machine to the main listener, unless said otherwise. */
final class Requests {
    static final int MAIN_PORT = 8080;
    static final int SANDBOX_PORT = 8081;
    private final TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String method = "GET";
    private final String path;
    private String query;
    private int port = MAIN_PORT;
    private boolean loopback = true;
    private String cookie;

    private Requests(String path) {
        this.path = path;
        headers.put("Host", "127.0.0.1:8080");
    }

    static Requests to(String path) {
        return new Requests(path);
    }

    Requests by(String newMethod) {
        method = newMethod;
        return this;
    }

    Requests with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Requests query(String text) {
        query = text;
        return this;
    }

    Requests cookie(String value) {
        cookie = value;
        return this;
    }

    Requests onSandboxPort() {
        port = SANDBOX_PORT;
        return this;
    }

    Requests fromAfar() {
        loopback = false;
        return this;
    }

    RequestFacts facts() {
        return new RequestFacts(method, path, query, port, "http://" + headers.get("Host"), loopback, headers, cookie);
    }

    Door door() {
        return Door.of(path, port == SANDBOX_PORT);
    }
}
