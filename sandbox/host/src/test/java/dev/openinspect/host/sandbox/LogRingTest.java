package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogRingTest {
    private final LogRing log = new LogRing();

    @Test
    void what_was_written_is_read_from_its_offset() {
        log.append("hello ");
        log.append("world");

        assertThat(log.read(0, 100)).isEqualTo(new LogRing.Piece("hello world", 0, 11, 0));
        assertThat(log.read(6, 3)).isEqualTo(new LogRing.Piece("wor", 6, 9, 0));
        assertThat(log.read(11, 100)).isEqualTo(new LogRing.Piece("", 11, 11, 0));
    }

    @Test
    void an_offset_beyond_the_end_is_the_end() {
        log.append("abc");

        assertThat(log.read(99, 10)).isEqualTo(new LogRing.Piece("", 3, 3, 0));
    }

    @Test
    void only_the_newest_bytes_are_kept_and_the_loss_is_told() {
        var block = "0123456789abcdef".repeat(4096);
        for (var i = 0; i < 20; i++) {
            log.append(block);
        }

        var all = log.read(0, LogRing.CAPACITY);

        assertThat(all.dropped()).isEqualTo(20L * block.length() - LogRing.CAPACITY);
        assertThat(all.after()).isEqualTo(all.dropped());
        assertThat(all.next()).isEqualTo(20L * block.length());
        assertThat(all.text()).hasSize(LogRing.CAPACITY).startsWith("0123").endsWith("cdef");
    }

    @Test
    void one_write_larger_than_the_whole_keeps_its_end() {
        log.append("x".repeat(LogRing.CAPACITY) + "end");

        assertThat(log.tail(6)).isEqualTo("xxxend");
        assertThat(log.read(0, 10).dropped()).isEqualTo(3);
    }

    @Test
    void random_writes_read_in_random_pages_give_the_same_text() {
        var random = new Random(4711);
        var expected = new StringBuilder();
        for (var i = 0; i < 300; i++) {
            var piece = "äöü€😀z".repeat(random.nextInt(40));
            expected.append(piece);
            log.append(piece);
        }

        var read = new StringBuilder();
        for (var next = 0L; ; ) {
            var piece = log.read(next, 4 + random.nextInt(500));
            if (piece.next() == next) {
                break;
            }
            read.append(piece.text());
            next = piece.next();
        }

        assertThat(read.toString()).isEqualTo(expected.toString());
    }

    @Test
    void a_reader_who_asks_for_less_than_a_character_gets_on_all_the_same() {
        log.append("€uro");

        assertThat(log.read(0, 1).next()).isEqualTo(1);
    }

    @Test
    void broken_characters_and_nul_do_not_stop_the_reading() {
        log.append(new byte[] {'a', (byte) 0x80, 0, (byte) 0xff, 'b'}, 5);

        assertThat(log.read(0, 10).text()).isEqualTo("a\uFFFD\uFFFD\uFFFDb");
    }
}
