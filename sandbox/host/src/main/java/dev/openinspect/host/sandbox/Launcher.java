package dev.openinspect.host.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts sandboxes on this machine and keeps their layers. What it starts dies with this program. */
public interface Launcher {
    /**
     * Finds or makes the layer of a session; true when it is new.
     *
     * @param snapshot from what it is made anew; the one that is there is deleted once the new one is ready. Null keeps the one that is there
     * @throws Refusal when there is no such snapshot or it cannot be used; then nothing has changed
     */
    boolean prepareLayer(UUID id, @Nullable UUID snapshot) throws IOException, InterruptedException;

    /** Whether the session has a layer here that can be copied. */
    boolean hasLayer(UUID id);

    /** Takes a layer that cannot be mounted out of the way and keeps it for people to look at; the next one is new. */
    void setLayerAside(UUID id) throws IOException;

    /** Starts a sandbox on its layer, which no other living sandbox uses. Output goes to the log from then on. */
    LiveSandbox launch(Order order, LogRing log) throws IOException, InterruptedException;

    /** Ends whatever is left of these processes of an earlier life of this program, and what they left behind. */
    void sweep(SandboxKey key, List<ProcessIdentity> processes) throws IOException, InterruptedException;

    /** Deletes a layer and those set aside, with files of all owners in it. Harmless when there is none. */
    void deleteLayer(UUID id) throws IOException, InterruptedException;
}
