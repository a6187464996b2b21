package dev.openinspect.host.isolation;

/** System calls of x86-64 Linux that no sandbox may make, each with its number, the error it gets, and the reason. */
enum DeniedCall {
    MOUNT(165, Because.MOUNTS),
    UMOUNT2(166, Because.MOUNTS),
    PIVOT_ROOT(155, Because.MOUNTS),
    OPEN_TREE(428, Because.MOUNTS),
    MOVE_MOUNT(429, Because.MOUNTS),
    FSOPEN(430, Because.MOUNTS),
    FSCONFIG(431, Because.MOUNTS),
    FSMOUNT(432, Because.MOUNTS),
    FSPICK(433, Because.MOUNTS),
    MOUNT_SETATTR(442, Because.MOUNTS),
    OPEN_TREE_ATTR(467, Because.MOUNTS),
    UNSHARE(272, Because.NAMESPACES),
    SETNS(308, Because.NAMESPACES),
    /** Its flags lie in memory where a filter cannot look; C libraries fall back to clone when it does not exist. */
    CLONE3(435, SeccompProgram.ENOSYS, Because.NAMESPACES),
    BPF(321, Because.KERNEL_SURFACE),
    USERFAULTFD(323, Because.KERNEL_SURFACE),
    PERF_EVENT_OPEN(298, Because.KERNEL_SURFACE),
    /** Does file and network work past this filter; programs fall back to ordinary calls when it does not exist. */
    IO_URING_SETUP(425, SeccompProgram.ENOSYS, Because.KERNEL_SURFACE),
    IO_URING_ENTER(426, SeccompProgram.ENOSYS, Because.KERNEL_SURFACE),
    IO_URING_REGISTER(427, SeccompProgram.ENOSYS, Because.KERNEL_SURFACE),
    ADD_KEY(248, Because.KEYS),
    REQUEST_KEY(249, Because.KEYS),
    KEYCTL(250, Because.KEYS),
    OPEN_BY_HANDLE_AT(304, Because.WHOLE_MACHINE),
    NAME_TO_HANDLE_AT(303, Because.WHOLE_MACHINE),
    KEXEC_LOAD(246, Because.WHOLE_MACHINE),
    KEXEC_FILE_LOAD(320, Because.WHOLE_MACHINE),
    CREATE_MODULE(174, Because.WHOLE_MACHINE),
    INIT_MODULE(175, Because.WHOLE_MACHINE),
    DELETE_MODULE(176, Because.WHOLE_MACHINE),
    FINIT_MODULE(313, Because.WHOLE_MACHINE),
    REBOOT(169, Because.WHOLE_MACHINE),
    SWAPON(167, Because.WHOLE_MACHINE),
    SWAPOFF(168, Because.WHOLE_MACHINE),
    ACCT(163, Because.WHOLE_MACHINE),
    SYSLOG(103, Because.WHOLE_MACHINE),
    QUOTACTL(179, Because.WHOLE_MACHINE),
    QUOTACTL_FD(443, Because.WHOLE_MACHINE),
    IOPL(172, Because.WHOLE_MACHINE),
    IOPERM(173, Because.WHOLE_MACHINE),
    VHANGUP(153, Because.WHOLE_MACHINE),
    SETTIMEOFDAY(164, Because.WHOLE_MACHINE),
    CLOCK_SETTIME(227, Because.WHOLE_MACHINE),
    CLOCK_ADJTIME(305, Because.WHOLE_MACHINE),
    ADJTIMEX(159, Because.WHOLE_MACHINE),
    FANOTIFY_INIT(300, Because.WHOLE_MACHINE),
    USELIB(134, Because.OBSOLETE),
    SYSCTL(156, Because.OBSOLETE),
    USTAT(136, Because.OBSOLETE),
    SYSFS(139, Because.OBSOLETE),
    NFSSERVCTL(180, Because.OBSOLETE),
    LOOKUP_DCOOKIE(212, Because.OBSOLETE);

    private final int number;
    private final int error;
    private final String reason;

    DeniedCall(int number, String reason) {
        this(number, SeccompProgram.EPERM, reason);
    }

    DeniedCall(int number, int error, String reason) {
        this.number = number;
        this.error = error;
        this.reason = reason;
    }

    int number() {
        return number;
    }

    int error() {
        return error;
    }

    String reason() {
        return reason;
    }

    private static final class Because {
        static final String MOUNTS = "the walls are mounts; who may mount can uncover what lies behind them";
        static final String NAMESPACES =
                "a new user namespace gives all capabilities back, and with them half the kernel";
        static final String KERNEL_SURFACE =
                "a rich way into the kernel with a history of holes, not needed for builds";
        static final String KEYS = "key rings are kept per user of the machine, not per namespace";
        static final String WHOLE_MACHINE = "acts on the whole machine, or past paths on whole file systems";
        static final String OBSOLETE = "obsolete; nothing current calls it";

        private Because() {}
    }
}
