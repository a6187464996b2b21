package dev.openinspect.runtime.agent;

/** The agent's server refused a call, did not answer in time, or does not run. The message is fit for people. */
public final class AgentFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    public AgentFailed(String message) {
        super(message);
        reason = message;
    }

    public AgentFailed(String message, Throwable cause) {
        super(message, cause);
        reason = message;
    }

    /** Never null, unlike the general case. */
    @Override
    public String getMessage() {
        return reason;
    }
}
