package dev.openinspect.clients.configuration;

/** A setting holds what it may not. The sentence names the variable and its limits, never the value: it may be a secret. */
public class InvalidSetting extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    InvalidSetting(Key key) {
        this(key.variable(), key.limits());
    }

    InvalidSetting(Key key, Throwable cause) {
        this(key.variable(), key.limits(), cause);
    }

    public InvalidSetting(String variable, String limits) {
        super(sentence(variable, limits));
    }

    public InvalidSetting(String variable, String limits, Throwable cause) {
        super(sentence(variable, limits), cause);
    }

    private static String sentence(String variable, String limits) {
        return "The setting " + variable + " must be: " + limits + ".";
    }
}
