package dev.openinspect.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of sessions, newest change first; no cursor means the end. */
public record SessionPage(
        List<SessionSummary> sessions, @Nullable String nextCursor) {}
