package dev.openinspect.host.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** taking → ready, or taking → failed; only ready ones outlive this program. */
public enum SnapshotState {
    @JsonProperty("taking")
    TAKING,
    @JsonProperty("ready")
    READY,
    @JsonProperty("failed")
    FAILED
}
