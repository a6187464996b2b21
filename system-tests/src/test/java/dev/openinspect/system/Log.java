package dev.openinspect.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What must hold of every session log, however it was read. */
public final class Log {
    private Log() {}

    /** The numbers are {@code first}, {@code first + 1}, … without a hole and without a double. */
    public static void assertGapless(List<Event> events, long first) {
        assertThat(events.stream().mapToLong(Event::seq).toArray())
                .isEqualTo(LongStream.range(first, first + events.size()).toArray());
    }

    /**
     * The deltas of every part join without a hole or an overlap, and the whole that ends a part is their sum (but for white space at the
     * ends, which the agent trims); a part that nobody saw grow is said once, as a whole. Returns the texts of the prompt's parts of this kind in their order.
     */
    public static List<String> assertWholeTexts(List<Event> events, String prompt, String kind) {
        Map<String, StringBuilder> parts = new LinkedHashMap<>();
        for (Event event : events) {
            if (!event.promptId().equals(prompt) || !event.isKind(kind)) {
                continue;
            }
            JsonNode data = event.data();
            StringBuilder text = parts.computeIfAbsent(data.path("part").asText(), part -> new StringBuilder());
            if (data.has("delta")) {
                assertThat(data.path("offset").asInt())
                        .as("offset of event %s", event.seq())
                        .isEqualTo(text.length());
                text.append(data.path("delta").asText());
            }
            if (data.has("text") && text.isEmpty()) {
                text.append(data.path("text").asText());
            } else if (data.has("text")) {
                assertThat(text.toString().strip())
                        .as("sum of the deltas before event %s", event.seq())
                        .isEqualTo(data.path("text").asText().strip());
            }
        }
        return parts.values().stream().map(StringBuilder::toString).toList();
    }

    public static String answer(List<Event> events, String prompt) {
        return String.join("\n", assertWholeTexts(events, prompt, "text"));
    }
}
