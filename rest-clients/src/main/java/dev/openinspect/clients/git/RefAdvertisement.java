package dev.openinspect.clients.git;

import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.RemoteRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.PacketLineIn;
import org.jspecify.annotations.Nullable;

/** Reads what a repository says of itself on {@code info/refs} in Git's first protocol version, which every server speaks. */
final class RefAdvertisement {
    private static final Pattern REFERENCE = Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64}) (\\S+)");
    private static final String DEFAULT_BRANCH = "symref=" + Constants.HEAD + ":" + Constants.R_HEADS;

    private RefAdvertisement() {}

    static RemoteRepository read(InputStream in) throws IOException {
        PacketLineIn lines = new PacketLineIn(in);
        if (!lines.readString().equals("# service=git-upload-pack") || !PacketLineIn.isEnd(lines.readString())) {
            throw new IOException("this is no advertisement of git-upload-pack");
        }
        Map<String, String> branches = new TreeMap<>();
        String head = null;
        String named = null;
        for (String line = lines.readString(); !PacketLineIn.isEnd(line); line = lines.readString()) {
            int end = line.indexOf('\0');
            if (end >= 0) {
                named = defaultBranch(line.substring(end + 1)).orElse(null);
            }
            Matcher reference = REFERENCE.matcher(end >= 0 ? line.substring(0, end) : line);
            if (!reference.matches()) {
                throw new IOException("a line of the advertisement is not understood");
            }
            if (reference.group(2).equals(Constants.HEAD)) {
                head = reference.group(1);
            } else if (reference.group(2).startsWith(Constants.R_HEADS)) {
                branches.put(reference.group(2).substring(Constants.R_HEADS.length()), reference.group(1));
            }
        }
        return new RemoteRepository(present(named, head, branches), list(branches));
    }

    private static Optional<String> defaultBranch(String abilities) {
        return Arrays.stream(abilities.split(" "))
                .filter(ability -> ability.startsWith(DEFAULT_BRANCH))
                .map(ability -> ability.substring(DEFAULT_BRANCH.length()).strip())
                .findFirst();
    }

    /** The named branch if it exists; of a server too old to name one, the branch that HEAD is at. */
    private static @Nullable String present(
            @Nullable String named, @Nullable String head, Map<String, String> branches) {
        if (named != null) {
            return branches.containsKey(named) ? named : null;
        }
        return branches.entrySet().stream()
                .filter(branch -> branch.getValue().equals(head))
                .map(Map.Entry::getKey)
                .min(Comparator.comparingInt(
                                (String name) -> List.of("main", "master").contains(name) ? 0 : 1)
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private static List<Branch> list(Map<String, String> branches) {
        return branches.entrySet().stream()
                .limit(CodeHost.MOST_BRANCHES)
                .map(branch -> new Branch(branch.getKey(), branch.getValue()))
                .toList();
    }
}
