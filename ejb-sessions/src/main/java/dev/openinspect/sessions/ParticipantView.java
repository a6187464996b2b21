package dev.openinspect.sessions;

import java.time.Instant;

/** Someone who joined a session. */
public record ParticipantView(PersonView person, Instant joinedAt) {}
