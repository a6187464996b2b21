package dev.openinspect.images;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;

/** Says within a transaction that, once it is committed, an image should be worked at. */
@ApplicationScoped
public class ImageAttention {
    @Inject
    Event<Due> dues;

    /** An image whose row asks for something. */
    public record Due(UUID imageId) {}

    void due(UUID imageId) {
        dues.fire(new Due(imageId));
    }
}
