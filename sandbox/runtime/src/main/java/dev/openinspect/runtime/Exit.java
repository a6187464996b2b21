package dev.openinspect.runtime;

/** How the program ends. The code is what the sandbox host sees; the reason stands in the boot log. */
public enum Exit {
    CLEAN(0, "shut down as asked"),
    BOOT_FAILED(1, "the boot failed or the agent cannot be kept alive"),
    NO_BOOT_FILE(2, "the boot file is missing or unusable"),
    TOKEN_REFUSED(3, "the control plane refused the sandbox token"),
    FENCED(4, "another generation or another runtime has taken over"),
    REJECTED(5, "the control plane refuses what this runtime sends"),
    DEFECT(70, "a defect in the runtime");

    private final int code;
    private final String reason;

    Exit(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
