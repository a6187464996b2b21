package dev.openinspect.runtime.agent;

import java.io.IOException;

/**
 * What is asked of a server before and beside a person's first prompt, in sessions of its own that are deleted afterwards: whether OpenCode keeps secrets out
 * of its store, by a word that the redactor knows as one; and a first turn, which spends OpenCode's lazy initialisation.
 */
final class WarmUp implements AutoCloseable {
    static final String STORES_SECRETS = "OpenCode stores secrets: the plugin that takes them out is not at work.";

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

    /**
     * Costs no turn: the store takes a session's title the way it takes everything else.
     *
     * @throws AgentFailed also if OpenCode stored the canary: it would store every other secret too
     */
    void prove(OpenCodeApi calls) throws AgentFailed, InterruptedException {
        var session = calls.createSession("Is this kept? " + canary);
        try {
            var kept = calls.session(session).orElseThrow(() -> new AgentFailed("OpenCode forgot a session at once."));
            if (kept.toString().contains(canary)) throw new AgentFailed(STORES_SECRETS);
        } finally {
            calls.deleteSession(session);
        }
    }

    /** Returns whether the canary stayed out of what is said in a conversation, too. */
    boolean run(OpenCodeApi calls) throws AgentFailed, InterruptedException {
        // It has a title, so that OpenCode asks no real model for one.
        var session = calls.createSession("warm-up");
        try {
            calls.ask(session, MODEL, "Are you ready? " + canary);
            return !calls.messages(session, ALL_MESSAGES).toString().contains(canary);
        } finally {
            calls.deleteSession(session);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
