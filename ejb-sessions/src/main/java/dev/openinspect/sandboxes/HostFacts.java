package dev.openinspect.sandboxes;

import dev.openinspect.sandboxes.SandboxProvider.Capabilities;
import dev.openinspect.sandboxes.SandboxProvider.SandboxHostFailure;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the sandbox host last said of itself, so that transactions and pages need not ask it. May be shared between threads. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HostFacts {
    private static final Logger LOG = Logger.getLogger(HostFacts.class.getName());

    private volatile @Nullable Capabilities known;

    @Inject
    SandboxProvider host;

    /** Empty until the host has answered for the first time. */
    public Optional<Capabilities> known() {
        return Optional.ofNullable(known);
    }

    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void ask() {
        try {
            known = host.capabilities();
        } catch (SandboxHostFailure e) {
            // The reconciler says it louder; what was known is still the best guess.
            LOG.log(Level.FINE, "the sandbox host did not say what it can do", e);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the sandbox host could not be asked what it can do", e);
        }
    }
}
