package dev.openinspect.browser;

import dev.openinspect.system.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A remote, asked with Git itself. */
public record BareRepository(Path folder) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** The tip of a branch with who made it. */
    public record Commit(String id, String author, String committer) {}

    static BareRepository cloneOf(Path checkout, Path folder) {
        Command.run(
                LIMIT,
                Map.of(),
                List.of("git", "clone", "--quiet", "--bare", "--no-hardlinks", checkout.toString(), folder.toString()));
        return new BareRepository(folder);
    }

    public Commit tip(String branch) {
        List<String> lines = git("log", "-1", "--format=%H%n%an <%ae>%n%cn <%ce>", "refs/heads/" + branch, "--")
                .lines()
                .toList();
        return new Commit(lines.get(0), lines.get(1), lines.get(2));
    }

    String defaultBranch() {
        return git("symbolic-ref", "--short", "HEAD").strip();
    }

    /** The files that a branch changes against another. */
    public List<String> changes(String from, String branch) {
        return git("diff", "--name-only", from + "..." + branch).lines().toList();
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--git-dir=" + folder));
        command.addAll(List.of(arguments));
        return Command.run(LIMIT, Map.of(), command);
    }
}
