package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What the product answered to one request. */
public record Answer(HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public int status() {
        return response.statusCode();
    }

    public String text() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(text());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    public Answer expect(int status) {
        assertThat(status()).as("%s", this).isEqualTo(status);
        return this;
    }

    /** A refusal: a problem document (RFC 9457) with this status and stable code. */
    public Answer expectProblem(int status, String code) {
        expect(status);
        assertThat(header("Content-Type").orElse("")).as("%s", this).startsWith("application/problem+json");
        assertThat(json().path("code").asText()).as("%s", this).isEqualTo(code);
        assertThat(json().path("status").asInt()).as("%s", this).isEqualTo(status);
        assertThat(json().path("title").asText()).as("%s", this).isNotEmpty();
        return this;
    }

    @Override
    public String toString() {
        String body = text().length() > 2_000 ? text().substring(0, 2_000) + " …" : text();
        return response.request().method() + " " + response.request().uri() + " → " + status() + " " + body;
    }
}
