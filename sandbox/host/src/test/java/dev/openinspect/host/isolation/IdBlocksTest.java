package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class IdBlocksTest {
    private final IdBlocks blocks = new IdBlocks(new SubordinateIds(100_000, 200_000, 2048, 3), 7);

    @Test
    void everybody_gets_a_block_of_its_own() throws Exception {
        assertThat(blocks.take().number()).isEqualTo(1);
        assertThat(blocks.take().number()).isEqualTo(2);
        assertThat(blocks.take().number()).isZero();
        assertThatThrownBy(blocks::take).isInstanceOf(IOException.class).hasMessageContaining("All 3 blocks");
    }

    @Test
    void a_block_is_free_when_the_last_of_its_users_is_gone() throws Exception {
        var block = blocks.take();
        blocks.share(block.number());
        blocks.release(block);
        assertThat(blocks.take().number()).isNotEqualTo(block.number());

        blocks.release(block);

        assertThat(blocks.take().number()).isEqualTo(block.number());
    }

    @Test
    void a_number_of_another_range_is_not_known() {
        assertThat(blocks.has(2)).isTrue();
        assertThat(blocks.has(3)).isFalse();
        assertThat(blocks.has(-1)).isFalse();
    }
}
