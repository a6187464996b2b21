package dev.openinspect.clients.git;

import dev.openinspect.repositories.PushRule;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.PacketLineIn;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.SideBandOutputStream;

/** The head of a push: which references shall change. Read before anything goes to the remote, kept to the byte so that it can be sent on. */
final class PushCommands {
    static final String OTHERS_REFUSED = "other references of this push were refused";
    private static final Pattern COMMAND =
            Pattern.compile("(?:[0-9a-f]{40} [0-9a-f]{40}|[0-9a-f]{64} [0-9a-f]{64}) (\\S{1,1000})");
    private static final int MOST_COMMANDS = 1_000;
    private static final int LONGEST_HEAD = 1 << 20;

    private final byte[] head;
    private final List<String> references;
    private final Set<String> abilities;

    private PushCommands(byte[] head, List<String> references, Set<String> abilities) {
        this.head = head;
        this.references = List.copyOf(references);
        this.abilities = Set.copyOf(abilities);
    }

    /** Reads up to the flush packet that ends the commands, and not a byte more. */
    static PushCommands read(InputStream in) throws IOException {
        Recorder recorder = new Recorder(in);
        PacketLineIn lines = new PacketLineIn(recorder);
        List<String> references = new ArrayList<>();
        Set<String> abilities = new HashSet<>();
        for (String line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
            if (line.startsWith("shallow ")) {
                continue;
            }
            int end = line.indexOf('\0');
            if (end >= 0) {
                abilities.addAll(List.of(line.substring(end + 1).strip().split(" ")));
            }
            Matcher command = COMMAND.matcher((end >= 0 ? line.substring(0, end) : line).stripTrailing());
            if (!command.matches() || references.size() == MOST_COMMANDS) {
                // A signed push is among these: its certificate would hide the commands from us.
                throw new IOException("the push is not understood");
            }
            references.add(command.group(1));
        }
        return new PushCommands(recorder.bytes.toByteArray(), references, abilities);
    }

    byte[] head() {
        return head;
    }

    boolean isAllowed(PushRule rule) {
        return !abilities.contains("push-options")
                && references.stream()
                        .allMatch(reference -> rule.refusal(reference).isEmpty());
    }

    /** Whether the client will read a report; without one only the HTTP status can tell it. */
    boolean wantsReport() {
        return abilities.contains("report-status") || abilities.contains("report-status-v2");
    }

    /** Says no in Git's own words, so that the person reads the reason beside each reference. */
    void refuse(PushRule rule, OutputStream out) throws IOException {
        PacketLineOut lines = new PacketLineOut(out);
        if (!abilities.contains("side-band-64k")) {
            report(rule, lines);
            return;
        }
        try (var data = new SideBandOutputStream(SideBandOutputStream.CH_DATA, SideBandOutputStream.MAX_BUF, out)) {
            report(rule, new PacketLineOut(data));
            data.flush();
            lines.end();
        }
    }

    private void report(PushRule rule, PacketLineOut lines) throws IOException {
        String common = abilities.contains("push-options") ? "push options are not allowed here" : OTHERS_REFUSED;
        lines.writeString("unpack ok\n");
        for (String reference : references) {
            lines.writeString("ng " + reference + " " + rule.refusal(reference).orElse(common) + "\n");
        }
        lines.end();
    }

    private static final class Recorder extends FilterInputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Recorder(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                keep(new byte[] {(byte) value}, 0, 1);
            }
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                keep(target, offset, count);
            }
            return count;
        }

        private void keep(byte[] source, int offset, int count) throws IOException {
            if (bytes.size() + count > LONGEST_HEAD) {
                throw new IOException("the list of references of the push is too long");
            }
            bytes.write(source, offset, count);
        }
    }
}
