package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** accepted → running → gone; a sandbox that cannot be started goes from accepted to gone at once. */
public enum SandboxState {
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("gone")
    GONE
}
