package dev.openinspect.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Dials the control port as the real supervisor does and runs the shell commands that the test sends: one line of base64
 * each way. So whatever a test learns, it learned through the one door that a sandbox has.
 */
public final class Supervisor {
    private Supervisor() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var file = System.getenv().getOrDefault("OPENINSPECT_BOOT", "/run/openinspect/boot.json");
        var boot = Files.readString(Path.of(file));
        System.out.println("supervisor started");
        var port = Integer.parseInt(field(boot, "\"controlUrl\":\"http://127\\.0\\.0\\.1:(\\d+)\""));
        try (var socket = new Socket("127.0.0.1", port);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            out.println(field(boot, "\"token\":\"([^\"]+)\""));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(run(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
            }
        }
        System.out.println("supervisor ends");
    }

    private static String run(String command) throws IOException, InterruptedException {
        if (command.startsWith("exit ")) {
            System.exit(Integer.parseInt(command.substring(5)));
        }
        if (command.startsWith("print ")) {
            System.out.println(command.substring(6));
            return Base64.getEncoder().encodeToString("0\n".getBytes(StandardCharsets.UTF_8));
        }
        var process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var output = process.getInputStream().readAllBytes();
        var code = process.waitFor();
        var answer = code + "\n" + new String(output, StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static String field(String json, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("boot.json has no " + pattern);
        }
        return matcher.group(1);
    }
}
