package dev.openinspect.web.hooks;

import dev.openinspect.codehosts.HookReader;
import dev.openinspect.hooks.ArrivedHook;
import dev.openinspect.web.problems.Problem;
import dev.openinspect.web.problems.ProblemException;
import java.util.function.Predicate;

/** The rules of the hook door, apart from the servlet. */
final class HookIntake {
    private final HookReader reader;
    private final Predicate<ArrivedHook> inbox;

    /** @param inbox stores durably and says whether the delivery is new */
    HookIntake(HookReader reader, Predicate<ArrivedHook> inbox) {
        this.reader = reader;
        this.inbox = inbox;
    }

    /** What is refused before a byte of the body is read. */
    void admit(HookHeaders headers, long saidLength) {
        if (!reader.configured()) {
            throw new ProblemException(Problem.of(404, "not_found", "There is nothing at this address."));
        }
        if (headers.signature().isEmpty()) {
            throw wrongSignature("A delivery carries the header " + HookHeaders.SIGNATURE + ".");
        }
        if (saidLength > ArrivedHook.MOST_BODY_BYTES) {
            throw new ProblemException(Problem.of(413, "body_too_large", "A delivery has at most 5 MiB."));
        }
    }

    /** Stores a delivery; whether it is new. The signature is checked before anything else in it is looked at. */
    boolean take(HookHeaders headers, byte[] body) {
        String signature = headers.signature().orElse("");
        if (!reader.isGenuine(body, signature)) {
            throw wrongSignature("The signature does not fit the body and the secret that is set here.");
        }
        String deliveryId = headers.deliveryId().orElseThrow(() -> needed(HookHeaders.DELIVERY, "a UUID"));
        String event = headers.event().orElseThrow(() -> needed(HookHeaders.EVENT, "the name of an event"));
        String mediaType = headers.mediaType();
        if (!mediaType.equals(HookBody.JSON) && !mediaType.equals(HookBody.FORM)) {
            throw new ProblemException(Problem.of(
                    415,
                    "unsupported_media_type",
                    "A delivery is " + HookBody.JSON + " or " + HookBody.FORM + " with the field payload."));
        }
        String json = HookBody.json(mediaType, body)
                .orElseThrow(() ->
                        ProblemException.badRequest("invalid_field", "The form has no field payload.", "payload"));
        return inbox.test(new ArrivedHook(deliveryId, event, headers.kept(), json));
    }

    private static ProblemException wrongSignature(String sentence) {
        return new ProblemException(Problem.of(401, "wrong_signature", sentence));
    }

    private static ProblemException needed(String header, String what) {
        return ProblemException.badRequest("invalid_field", "This header is needed: " + what + ".", header);
    }
}
