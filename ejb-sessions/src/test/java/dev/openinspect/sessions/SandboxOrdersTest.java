package dev.openinspect.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SandboxOrdersTest {
    @Test
    void an_order_is_one_object_with_what_it_needs_behind_its_name() {
        assertThat(frame("SHUTDOWN", "{\"reason\":\"idle\"}"))
                .isEqualTo("{\"type\":\"command\",\"id\":7,\"name\":\"shutdown\",\"reason\":\"idle\"}");
    }

    @Test
    void an_order_that_needs_nothing_is_an_object_too() {
        assertThat(frame("REFRESH", "{}")).isEqualTo("{\"type\":\"command\",\"id\":7,\"name\":\"refresh\"}");
    }

    private static String frame(String name, String payload) {
        return SandboxOrders.frame(new Object[] {7L, name, payload}).frame();
    }
}
