package dev.openinspect.runtime.agent;

import java.io.IOException;

/**
 * The first turn of a server, in a session of its own that is deleted afterwards: it spends OpenCode's lazy initialisation, and it shows
 * that OpenCode stores no secrets, by a word that the redactor knows as one.
 */
final class WarmUp implements AutoCloseable {
    private static final String MODEL = OpenCodeConfig.WARM_UP_PROVIDER + "/" + OpenCodeConfig.WARM_UP_MODEL;
    private static final int ALL_MESSAGES = 10;

    private final WarmUpModel model;
    private final String canary;

    /** @param canary a secret like any other, made for this purpose */
    WarmUp(String canary) throws IOException {
        this.model = new WarmUpModel();
        this.canary = canary;
    }

    /** Where the model is that answers here. */
    String url() {
        return model.url();
    }

    /** @throws AgentFailed also if OpenCode stored the canary: it would store every other secret too */
    void run(OpenCodeApi calls) throws AgentFailed, InterruptedException {
        // It has a title, so that OpenCode asks no real model for one.
        var session = calls.createSession("warm-up");
        try {
            calls.ask(session, MODEL, "Are you ready? " + canary);
            if (calls.messages(session, ALL_MESSAGES).toString().contains(canary))
                throw new AgentFailed("OpenCode stores secrets: the plugin that takes them out is not at work.");
        } finally {
            calls.deleteSession(session);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
