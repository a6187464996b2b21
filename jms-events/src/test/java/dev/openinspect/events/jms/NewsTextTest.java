package dev.openinspect.events.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openinspect.log.Batch;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewsTextTest {
    private static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @Test
    void batches_and_looks_come_back_as_they_were() {
        Batch batch = new Batch(SESSION, 41, List.of("{\"seq\":41}", "{\"seq\":42,\"text\":\"look here\"}"));
        StringBuilder text = new StringBuilder();
        NewsText.append(text, batch);
        NewsText.appendLook(text, SESSION);

        NewsText.News news = NewsText.parse(text.toString());

        assertThat(news.batches()).containsExactly(batch);
        assertThat(news.looks()).containsExactly(SESSION);
    }

    @Test
    void frames_come_back_with_their_spaces() {
        StringBuilder text = new StringBuilder();
        NewsText.appendFrame(text, SESSION, "{\"type\": \"changes_update\", \"a\": \" b \"}");

        assertThat(NewsText.parse(text.toString()).frames())
                .containsExactly(new NewsText.Frame(SESSION, "{\"type\": \"changes_update\", \"a\": \" b \"}"));
    }

    @Test
    void a_batch_that_is_cut_short_is_refused() {
        assertThatThrownBy(() -> NewsText.parse("batch " + SESSION + " 1 2\n{}\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unknown_line_is_refused() {
        assertThatThrownBy(() -> NewsText.parse("hello\n")).isInstanceOf(IllegalArgumentException.class);
    }
}
