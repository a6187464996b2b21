package dev.openinspect.people;

import java.time.Instant;

/** A fresh stream token and the moment it ends. */
public record StreamTicket(String token, Instant expiresAt) {
    @Override
    public String toString() {
        return "StreamTicket[expiresAt=" + expiresAt + "]";
    }
}
