package dev.openinspect.runtime;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import java.util.jar.JarFile;

/**
 * Loads the classes that a sandbox needs and ends. Run with {@code -XX:ArchiveClassesAtExit}, it makes the archive that supervisors start
 * from, so that each of them need not read and verify the same classes again.
 */
public final class Rehearsal {
    private static final String CLASS = ".class";

    private Rehearsal() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        for (var jar : System.getProperty("java.class.path").split(File.pathSeparator)) load(jar);
        talk();
    }

    private static void load(String jar) throws IOException {
        try (var file = new JarFile(jar)) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && name.indexOf('-') < 0)
                    .forEach(name -> load(name.substring(0, name.length() - CLASS.length()), Rehearsal.class));
        }
    }

    private static void load(String path, Class<?> beside) {
        try {
            Class.forName(path.replace('/', '.'), false, beside.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // A library's class for something that is not there, which no supervisor loads either.
        }
    }

    /** The JDK's own classes of the bridge, the agent's calls and its tools: an HTTP request and a WebSocket that is refused. */
    private static void talk() throws IOException, InterruptedException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (var client = HttpClient.newHttpClient()) {
            var authority = "127.0.0.1:" + server.getAddress().getPort();
            client.send(
                    HttpRequest.newBuilder(URI.create("http://" + authority)).build(),
                    HttpResponse.BodyHandlers.ofString());
            try {
                client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://" + authority), new WebSocket.Listener() {})
                        .join();
            } catch (CompletionException refused) {
                // The server above speaks no WebSocket; all of the client's side was loaded.
            }
        } finally {
            server.stop(0);
        }
    }
}
