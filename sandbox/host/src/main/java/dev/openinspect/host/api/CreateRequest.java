package dev.openinspect.host.api;

import dev.openinspect.host.sandbox.Cidr;
import dev.openinspect.host.sandbox.Limits;
import dev.openinspect.host.sandbox.Mirror;
import dev.openinspect.host.sandbox.Order;
import dev.openinspect.host.sandbox.SandboxKey;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of a create call. What is missing arrives as null and is refused when the order is made. */
record CreateRequest(
        @Nullable UUID id,
        long generation,
        @Nullable Source source,
        int controlPort,
        @Nullable String token,
        @Nullable Limits limits,
        @Nullable Network network,
        @Nullable MirrorRequest mirror) {

    record Source(@Nullable String kind, @Nullable UUID snapshot) {
        private static final String REFUSAL = "source is {kind: layer} or {kind: snapshot, snapshot}";

        /** From what the layer is made anew, or null. */
        @Nullable
        UUID checked() {
            var fromSnapshot = "snapshot".equals(kind);
            if ((!fromSnapshot && !"layer".equals(kind)) || fromSnapshot != (snapshot != null)) {
                throw new IllegalArgumentException(REFUSAL);
            }
            return snapshot;
        }
    }

    record Network(@Nullable List<String> allow) {}

    record MirrorRequest(
            @Nullable UUID key,
            @Nullable String repository,
            @Nullable String branch) {
        Mirror checked() {
            return new Mirror(
                    given(key, "mirror.key"), given(repository, "mirror.repository"), given(branch, "mirror.branch"));
        }
    }

    Order order() {
        return new Order(
                new SandboxKey(given(id, "id"), generation),
                controlPort,
                given(token, "token"),
                given(limits, "limits"),
                allow(),
                given(source, "source").checked(),
                mirror == null ? null : mirror.checked());
    }

    private List<Cidr> allow() {
        if (network == null || network.allow() == null) {
            return List.of();
        }
        return network.allow().stream().map(Cidr::parse).toList();
    }

    private static <T> T given(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Objects.requireNonNull(value);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "CreateRequest[" + id + "." + generation + "]";
    }
}
