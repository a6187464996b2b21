package dev.openinspect.web.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameSizeTest {
    @Test
    void counts_bytes_not_characters() {
        assertThat(FrameSize.isBeyond(6, "")).isFalse();
        assertThat(FrameSize.isBeyond(6, "abcdef")).isFalse();
        assertThat(FrameSize.isBeyond(6, "abcdefg")).isTrue();
        assertThat(FrameSize.isBeyond(6, "äöü")).isFalse();
        assertThat(FrameSize.isBeyond(6, "äöüa")).isTrue();
        assertThat(FrameSize.isBeyond(6, "漢字")).isFalse();
        assertThat(FrameSize.isBeyond(6, "漢字a")).isTrue();
        assertThat(FrameSize.isBeyond(4, "😀")).isFalse();
        assertThat(FrameSize.isBeyond(3, "😀")).isTrue();
    }
}
