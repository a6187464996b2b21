package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the program on a small machine for classic BPF, written from the kernel's description of it. */
class SeccompProgramTest {
    private static final int CLONE_NEWUSER = 0x10000000;
    private static final int ORDINARY_THREAD = 0x003d0f00;

    @ParameterizedTest
    @EnumSource
    void every_denied_call_gets_its_error(DeniedCall call) {
        assertThat(run(SeccompProgram.ARCH_X86_64, call.number(), 0, 0)).isEqualTo(SeccompProgram.ERRNO | call.error());
        assertThat(call.reason()).isNotBlank();
    }

    /** read, write, mmap, execve, fork, ptrace, openat, seccomp, futex. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 59, 57, 101, 257, 317, 202})
    void ordinary_calls_pass(int number) {
        assertThat(run(SeccompProgram.ARCH_X86_64, number, 0, 0)).isEqualTo(SeccompProgram.ALLOW);
    }

    @Test
    void clone_makes_threads_but_no_namespaces() {
        assertThat(run(SeccompProgram.ARCH_X86_64, 56, ORDINARY_THREAD, 0)).isEqualTo(SeccompProgram.ALLOW);
        for (var bit : new int[] {0x20000, 0x2000000, 0x4000000, 0x8000000, CLONE_NEWUSER, 0x20000000, 0x40000000}) {
            assertThat(run(SeccompProgram.ARCH_X86_64, 56, bit | 17, 0))
                    .isEqualTo(SeccompProgram.ERRNO | SeccompProgram.EPERM);
        }
    }

    @Test
    void only_ordinary_sockets_can_be_made() {
        for (var family : new int[] {1, 2, 10, 16}) {
            assertThat(run(SeccompProgram.ARCH_X86_64, 41, family, 0)).isEqualTo(SeccompProgram.ALLOW);
        }
        for (var family : new int[] {0, 17, 38, 40, 45}) {
            assertThat(run(SeccompProgram.ARCH_X86_64, 41, family, 0))
                    .isEqualTo(SeccompProgram.ERRNO | SeccompProgram.EAFNOSUPPORT);
        }
    }

    @Test
    void nobody_types_into_a_terminal_for_somebody_else() {
        assertThat(run(SeccompProgram.ARCH_X86_64, 16, 0, 0x5412)).isEqualTo(SeccompProgram.ERRNO | 1);
        assertThat(run(SeccompProgram.ARCH_X86_64, 16, 0, 0x541c)).isEqualTo(SeccompProgram.ERRNO | 1);
        assertThat(run(SeccompProgram.ARCH_X86_64, 16, 0, 0x5413))
                .as("TIOCGWINSZ")
                .isEqualTo(SeccompProgram.ALLOW);
    }

    @Test
    void the_other_two_interfaces_of_the_processor_do_not_exist() {
        assertThat(run(0x40000003, 1, 0, 0)).as("32 bit").isEqualTo(SeccompProgram.ERRNO | SeccompProgram.ENOSYS);
        assertThat(run(SeccompProgram.ARCH_X86_64, 0x40000000 + 165, 0, 0))
                .as("x32")
                .isEqualTo(SeccompProgram.ERRNO | SeccompProgram.ENOSYS);
    }

    private static int run(int arch, int number, int first, int second) {
        var program = ByteBuffer.wrap(SeccompProgram.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        var accumulator = 0;
        for (var at = 0; ; at++) {
            var code = program.getShort(at * 8);
            var whenTrue = program.get(at * 8 + 2) & 0xff;
            var whenFalse = program.get(at * 8 + 3) & 0xff;
            var operand = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 -> accumulator = load(operand, arch, number, first, second);
                case 0x15 -> at += accumulator == operand ? whenTrue : whenFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? whenTrue : whenFalse;
                case 0x45 -> at += (accumulator & operand) != 0 ? whenTrue : whenFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new IllegalStateException("unknown instruction " + code);
            }
        }
    }

    private static int load(int offset, int arch, int number, int first, int second) {
        return switch (offset) {
            case 0 -> number;
            case 4 -> arch;
            case 16 -> first;
            case 24 -> second;
            default -> throw new IllegalStateException("unknown field " + offset);
        };
    }
}
