package dev.openinspect.events.jms;

import dev.openinspect.log.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The text of a message: lines. {@code look <session>} is a wish to look; {@code batch <session> <first> <count>} is followed by that
 * many lines, each an event; {@code frame <session> <json>} is a frame that does not stand in the log. JSON holds no line break, because it is
 * written compactly.
 */
final class NewsText {
    private NewsText() {}

    static void append(StringBuilder text, Batch batch) {
        text.append("batch ")
                .append(batch.sessionId())
                .append(' ')
                .append(batch.first())
                .append(' ')
                .append(batch.events().size())
                .append('\n');
        batch.events().forEach(event -> text.append(event).append('\n'));
    }

    static void appendLook(StringBuilder text, UUID sessionId) {
        text.append("look ").append(sessionId).append('\n');
    }

    static void appendFrame(StringBuilder text, UUID sessionId, String json) {
        text.append("frame ").append(sessionId).append(' ').append(json).append('\n');
    }

    /** A frame that does not stand in the log. */
    record Frame(UUID sessionId, String json) {}

    /** What a message says. */
    record News(List<Batch> batches, List<UUID> looks, List<Frame> frames) {}

    /** @throws IllegalArgumentException if the text is not one that this class wrote */
    static News parse(String text) {
        List<Batch> batches = new ArrayList<>();
        List<UUID> looks = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            List<String> head = List.of(lines.get(i).split(" ", -1));
            if (head.size() == 2 && head.getFirst().equals("look")) {
                looks.add(UUID.fromString(head.get(1)));
            } else if (head.size() > 2 && head.getFirst().equals("frame")) {
                frames.add(new Frame(UUID.fromString(head.get(1)), lines.get(i).split(" ", 3)[2]));
            } else if (head.size() == 4 && head.getFirst().equals("batch")) {
                int count = Integer.parseInt(head.get(3));
                if (count < 1 || i + count >= lines.size()) {
                    throw new IllegalArgumentException("a batch of news is cut short");
                }
                batches.add(new Batch(
                        UUID.fromString(head.get(1)),
                        Long.parseLong(head.get(2)),
                        lines.subList(i + 1, i + 1 + count)));
                i += count;
            } else {
                throw new IllegalArgumentException("a line of news is not understood");
            }
        }
        return new News(batches, looks, frames);
    }
}
