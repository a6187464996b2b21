package dev.openinspect.people;

import java.time.Instant;

/** A fresh console login: the secret for its cookie, who it is, and when it ends if nobody uses it. */
public record LoginTicket(String token, Caller caller, Instant expiresAt) {
    @Override
    public String toString() {
        return "LoginTicket[person=" + caller.personId() + "]";
    }
}
