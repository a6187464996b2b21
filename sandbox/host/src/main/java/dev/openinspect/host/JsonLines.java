package dev.openinspect.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Writes each log record as one JSON object on one line, which is how all parts of the product log. */
final class JsonLines extends Formatter {
    /** Kept, because the logging system forgets the level of a logger that nobody holds. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final ObjectMapper json = new ObjectMapper();

    static void install() {
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var console = new ConsoleHandler();
        console.setFormatter(new JsonLines());
        console.setLevel(Level.ALL);
        root.addHandler(console);
        root.setLevel(Level.INFO);
        // Says at each start which features it found; a warning is still a warning.
        HELIDON.setLevel(Level.WARNING);
    }

    @Override
    public String format(LogRecord record) {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", record.getInstant().toString());
        line.put("level", record.getLevel().getName());
        line.put("logger", String.valueOf(record.getLoggerName()));
        line.put("message", formatMessage(record));
        var thrown = record.getThrown();
        if (thrown != null) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.put("error", trace.toString());
        }
        try {
            return json.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written as JSON", e);
        }
    }
}
