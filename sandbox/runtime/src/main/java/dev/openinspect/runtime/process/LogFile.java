package dev.openinspect.runtime.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The file that a program writes to, of which only the end is ever read. */
public record LogFile(Path path) {

    /** An empty file in a folder that exists afterwards. */
    public static LogFile fresh(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.deleteIfExists(path);
        Files.createFile(path);
        return new LogFile(path);
    }

    public long size() {
        return path.toFile().length();
    }

    /** A piece from the middle. */
    public record Piece(String text, int bytes) {}

    /** What stands from an offset on, at most this many bytes; a character whose rest has not been written yet comes with the next piece. */
    public Piece from(long offset, int maxBytes) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var bytes = new byte[(int) Math.clamp(file.length() - offset, 0, maxBytes)];
            file.seek(offset);
            file.readFully(bytes);
            var whole = bytes.length - halfCharacter(bytes);
            return new Piece(new String(bytes, 0, whole, StandardCharsets.UTF_8), whole);
        }
    }

    /** How many bytes at the end begin a UTF-8 character that is not whole. */
    private static int halfCharacter(byte[] bytes) {
        for (var back = 1; back <= 3 && back <= bytes.length; back++) {
            var b = bytes[bytes.length - back] & 0xff;
            if (b < 0x80) return 0;
            if (b >= 0xc0) return (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2) > back ? back : 0;
        }
        return 0;
    }

    /** Leaves the last lines only, changed. Programs that still write go on behind them, because they append. */
    public void rewrite(int maxBytes, UnaryOperator<String> change) throws IOException {
        Files.writeString(path, change.apply(tail(maxBytes)));
    }

    /** The last lines, at most this many bytes. */
    public String tail(int maxBytes) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var from = Math.max(0, file.length() - maxBytes);
            var bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            var firstLine = text.indexOf('\n');
            // A cut beginning is half a line at best and half a character at worst.
            return from > 0 && firstLine >= 0 && firstLine < text.length() - 1 ? text.substring(firstLine + 1) : text;
        }
    }
}
