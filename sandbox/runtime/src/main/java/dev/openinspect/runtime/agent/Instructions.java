package dev.openinspect.runtime.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** What the agent is told about its place, beside what the repository tells it: how to show, to ask, and to look at its own work. */
final class Instructions {
    private static final String TEXT = "/dev/openinspect/instructions.md";

    private Instructions() {}

    /** Writes them where only the supervisor writes. They hold nothing secret. */
    static Path writeBeside(Path tokenFile) throws AgentFailed {
        var file = tokenFile.resolveSibling("instructions.md");
        try (var text = Objects.requireNonNull(Instructions.class.getResourceAsStream(TEXT), TEXT)) {
            Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new AgentFailed("The agent's instructions cannot be written: " + e.getMessage(), e);
        }
    }
}
