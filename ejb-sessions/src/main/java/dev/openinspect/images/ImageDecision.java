package dev.openinspect.images;

import dev.openinspect.sandboxes.SandboxStatus;
import java.time.Duration;
import java.util.UUID;

/** What to do next for an image that is being built. */
sealed interface ImageDecision {
    /** For a place, and for a host that answers. */
    Duration SANDBOX_PATIENCE = Duration.ofMinutes(30);

    /** Nothing; its sandbox is at work. */
    record Rest() implements ImageDecision {}

    /** Make the session whose sandbox builds it. */
    record OpenSite() implements ImageDecision {}

    /** Ask for its sandbox once more. */
    record AskAgain(UUID sessionId) implements ImageDecision {}

    /** Have the host freeze it, or see how far that is. */
    record Freeze(UUID sessionId) implements ImageDecision {}

    record Fail(String reason) implements ImageDecision {}

    /** A pure function. @param limit for a whole build */
    static ImageDecision of(ImageFacts facts, Duration limit) {
        UUID sessionId = facts.sessionId();
        if (sessionId == null) {
            return facts.startedAt() == null && facts.kind() == ImageKind.PREBUILT
                    ? new OpenSite()
                    : new Fail("session_removed");
        }
        ImageFacts.Box box = facts.sandbox();
        if (box == null) {
            return new Fail("session_removed");
        }
        if (facts.offeredAt() != null) {
            return facts.standsStill() ? within(facts, limit, new Freeze(sessionId)) : new Fail("sandbox_went_on");
        }
        if (box.booting() || box.status() == SandboxStatus.STOPPING) {
            return within(facts, limit, new Rest());
        }
        return switch (box.status()) {
            // It never was: a place is missing, or the host had trouble.
            case NONE -> again(facts, box, sessionId);
            case FAILED -> ofTheBoot(box) ? new Fail(reason(box)) : again(facts, box, sessionId);
            case LOST, STOPPED -> new Fail(reason(box));
            case READY -> new Fail("sandbox_went_on");
            case STARTING, BOOTING, STOPPING -> new Rest();
        };
    }

    private static ImageDecision within(ImageFacts facts, Duration limit, ImageDecision otherwise) {
        boolean over =
                facts.startedAt() != null && facts.startedAt().plus(limit).isBefore(facts.now());
        return over ? new Fail("build_limit") : otherwise;
    }

    private static ImageDecision again(ImageFacts facts, ImageFacts.Box box, UUID sessionId) {
        if (facts.createdAt().plus(SANDBOX_PATIENCE).isBefore(facts.now())) {
            return new Fail("no_sandbox: " + reason(box));
        }
        boolean due = box.notBefore() == null || !facts.now().isBefore(box.notBefore());
        return box.asked() || !due ? new Rest() : new AskAgain(sessionId);
    }

    private static boolean ofTheBoot(ImageFacts.Box box) {
        return reason(box).startsWith("boot_failed");
    }

    private static String reason(ImageFacts.Box box) {
        return box.reason() == null ? "capacity" : box.reason();
    }
}
