package dev.openinspect.host.isolation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The system call filter of a sandbox as classic BPF, the form in which bubblewrap hands it to the kernel. It is a list
 * of what is refused: the walls are the namespaces, the filter keeps programs away from the tools that move walls and
 * from the parts of the kernel in which holes are found. ptrace stays, since it reaches only the sandbox's own processes.
 */
final class SeccompProgram {
    static final int EPERM = 1;
    static final int ENOSYS = 38;
    static final int EAFNOSUPPORT = 97;

    static final int ALLOW = 0x7fff0000;
    static final int ERRNO = 0x00050000;

    static final int ARCH_X86_64 = 0xc000003e;

    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCH = 4;
    private static final int OFFSET_FIRST_ARGUMENT = 16;
    private static final int OFFSET_SECOND_ARGUMENT = 24;

    /** Numbers from here on are the x32 interface, a second set of all calls. */
    private static final int X32 = 0x40000000;

    private static final int SOCKET = 41;
    private static final int CLONE = 56;
    private static final int IOCTL = 16;

    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int NEW_NAMESPACE =
            0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

    /** Unix, IPv4, IPv6, netlink. Others reach the hypervisor (vsock), raw frames or rarely tested code. */
    private static final int[] SOCKET_FAMILIES = {1, 2, 10, 16};

    /** TIOCSTI and TIOCLINUX type into the terminal of whoever watches. */
    private static final int[] TERMINAL_INJECTIONS = {0x5412, 0x541c};

    private record Instruction(int code, int whenTrue, int whenFalse, int operand) {}

    private final List<Instruction> instructions = new ArrayList<>();

    private SeccompProgram() {
        load(OFFSET_ARCH);
        add(JUMP_EQUAL, 1, 0, ARCH_X86_64);
        refuse(ENOSYS);
        load(OFFSET_NUMBER);
        add(JUMP_GREATER_OR_EQUAL, 0, 1, X32);
        refuse(ENOSYS);
        for (var call : DeniedCall.values()) {
            add(JUMP_EQUAL, 0, 1, call.number());
            refuse(call.error());
        }
        add(JUMP_EQUAL, 0, 4, CLONE);
        load(OFFSET_FIRST_ARGUMENT);
        add(JUMP_ANY_BIT, 0, 1, NEW_NAMESPACE);
        refuse(EPERM);
        add(RETURN, 0, 0, ALLOW);
        add(JUMP_EQUAL, 0, 2 + 2 * SOCKET_FAMILIES.length, SOCKET);
        load(OFFSET_FIRST_ARGUMENT);
        for (var family : SOCKET_FAMILIES) {
            add(JUMP_EQUAL, 0, 1, family);
            add(RETURN, 0, 0, ALLOW);
        }
        refuse(EAFNOSUPPORT);
        add(JUMP_EQUAL, 0, 1 + 2 * TERMINAL_INJECTIONS.length, IOCTL);
        load(OFFSET_SECOND_ARGUMENT);
        for (var request : TERMINAL_INJECTIONS) {
            add(JUMP_EQUAL, 0, 1, request);
            refuse(EPERM);
        }
        add(RETURN, 0, 0, ALLOW);
    }

    static byte[] bytes() {
        var program = new SeccompProgram();
        var bytes = ByteBuffer.allocate(program.instructions.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (var instruction : program.instructions) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.whenTrue())
                    .put((byte) instruction.whenFalse())
                    .putInt(instruction.operand());
        }
        return bytes.array();
    }

    private void load(int offset) {
        add(LOAD, 0, 0, offset);
    }

    private void refuse(int error) {
        add(RETURN, 0, 0, ERRNO | error);
    }

    private void add(int code, int whenTrue, int whenFalse, int operand) {
        instructions.add(new Instruction(code, whenTrue, whenFalse, operand));
    }
}
