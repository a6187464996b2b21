package dev.openinspect.host.mirrors;

import dev.openinspect.host.sandbox.Mirror;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings one mirror up to date with its repository: the branch that is named and those that were named before, as far as they still are
 * there, and nothing else. What the repository has no longer leaves the mirror, too.
 */
record MirrorFetch(MirrorGit git, Path folder, String url) {
    private static final String HEADS = "refs/heads/";
    /** Each one costs a clone a look; more of them are packed into one. */
    private static final int MOST_PACKS = 20;
    /** Each one is asked for at every fetch; a session that begins at yet another one fetches it itself. */
    private static final int MOST_BRANCHES = 50;

    void run(Mirror mirror) throws IOException, InterruptedException {
        var before = branches();
        var asked = new TreeSet<>(before.keySet());
        if (asked.size() < MOST_BRANCHES) {
            asked.add(HEADS + mirror.branch());
        }
        var there = there(List.copyOf(asked));
        if (there.isEmpty()) {
            throw new IOException("the repository has none of the branches " + String.join(", ", asked));
        }
        var changed = drop(before, there);
        fetch(there);
        changed |= rewritten(before);
        if (changed || MirrorFolders.packs(folder).size() > MOST_PACKS) {
            // What no branch leads to any more goes.
            var unused = git.run(folder, "repack", "-a", "-d", "-q");
        }
    }

    /** The mirror's own branches and where they point. */
    private Map<String, String> branches() throws IOException, InterruptedException {
        return parse(git.run(folder, "for-each-ref", "--format=%(objectname)\t%(refname)", HEADS));
    }

    private List<String> there(List<String> asked) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("ls-remote", "--quiet", "--", url));
        words.addAll(asked);
        // Git takes these for the ends of names.
        return parse(git.run(folder, words)).keySet().stream()
                .filter(asked::contains)
                .toList();
    }

    private static Map<String, String> parse(String lines) {
        var parsed = new TreeMap<String, String>();
        lines.lines()
                .map(line -> line.split("\t", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> {
                    parsed.put(parts[1], parts[0]);
                });
        return parsed;
    }

    private boolean drop(Map<String, String> before, List<String> there) throws IOException, InterruptedException {
        var dropped = false;
        for (var branch : before.keySet()) {
            if (!there.contains(branch)) {
                var unused = git.run(folder, "update-ref", "-d", branch);
                dropped = true;
            }
        }
        return dropped;
    }

    private void fetch(List<String> branches) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", url));
        branches.forEach(branch -> words.add("+" + branch + ":" + branch));
        var unused = git.run(folder, words);
    }

    /** Whether some branch has left commits behind. */
    private boolean rewritten(Map<String, String> before) throws IOException, InterruptedException {
        var now = branches();
        for (var branch : before.entrySet()) {
            var tip = now.get(branch.getKey());
            if (tip != null
                    && !tip.equals(branch.getValue())
                    && !git.succeeds(folder, "merge-base", "--is-ancestor", branch.getValue(), tip)) {
                return true;
            }
        }
        return false;
    }
}
