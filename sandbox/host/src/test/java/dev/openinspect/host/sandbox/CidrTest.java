package dev.openinspect.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.0/24", "192.168.7.9/32", "169.254.169.254/32"})
    void a_range_is_read_and_written(String text) {
        assertThat(Cidr.parse(text)).hasToString(text);
        assertThat(Cidr.parse(text).isFour()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::/8", "2001:db8::1/128"})
    void a_range_of_version_six_is_read(String text) {
        assertThat(Cidr.parse(text).isFour()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/33",
                "0.0.0.0/0",
                "10.0.0.0/0",
                "127.0.0.1/8",
                "::1/128",
                "::/0",
                "dead/8",
                "example.org/24",
                "10.0.0.0/8\naccept",
                "10.0.0.0/8 accept",
                "999.1.1.1/8",
                "fe80::1%eth0/64"
            })
    void everything_else_is_refused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
