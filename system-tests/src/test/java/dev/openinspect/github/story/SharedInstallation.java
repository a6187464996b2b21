package dev.openinspect.github.story;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one {@link HostedInstallation} for all classes that ask for it, and ends it after the last of them, or after all tests. */
final class SharedInstallation implements ParameterResolver, AfterAllCallback {
    /** Classes that are extended with this. */
    private static final int USERS = 3;

    private static final Namespace NAMESPACE = Namespace.create(SharedInstallation.class);
    private static final AtomicInteger ENDED = new AtomicInteger();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(HostedInstallation.class);
    }

    @Override
    public HostedInstallation resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(HostedInstallation.class, type -> started(), HostedInstallation.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (ENDED.incrementAndGet() < USERS) {
            return;
        }
        HostedInstallation last = store(context).remove(HostedInstallation.class, HostedInstallation.class);
        if (last != null) {
            last.close();
        }
    }

    private static HostedInstallation started() {
        HostedInstallation hosted = new HostedInstallation();
        try {
            hosted.start();
            return hosted;
        } catch (RuntimeException | Error e) {
            hosted.close();
            throw e;
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }
}
