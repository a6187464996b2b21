package dev.openinspect.system;

import java.net.URI;
import java.util.Map;

/** Somebody with a local account of the installation under test. */
public record Person(URI address, String id, String name, String email, String password) {
    /** Signs in at the console, as a browser does. */
    public Browser signIn() {
        return Browser.signIn(address, email, password);
    }

    /** Signs in and makes an API token of the scope {@code read}, {@code write} or {@code admin}. */
    public ApiClient client(String scope) {
        Answer issued = signIn().api("POST", "/tokens", ApiClient.text(Map.of("name", "system test", "scope", scope)));
        return new ApiClient(address, issued.expect(201).json().path("token").asText());
    }
}
