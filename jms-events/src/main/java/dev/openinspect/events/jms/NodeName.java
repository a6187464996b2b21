package dev.openinspect.events.jms;

import dev.openinspect.ids.Ids;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The name of this node while it runs, so that it knows its own messages. */
@ApplicationScoped
class NodeName {
    @Inject
    Ids ids;

    private String name = "";

    @PostConstruct
    void draw() {
        name = ids.next().toString();
    }

    String get() {
        return name;
    }
}
