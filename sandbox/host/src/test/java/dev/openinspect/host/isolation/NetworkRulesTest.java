package dev.openinspect.host.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openinspect.host.sandbox.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkRulesTest {
    @Test
    void the_name_server_comes_before_what_is_allowed_and_that_before_what_is_refused() throws Exception {
        var rules =
                NetworkRules.text(host("10.255.255.53"), List.of(Cidr.parse("10.1.2.0/24"), Cidr.parse("fd12::/32")));

        assertThat(rules.lines().map(String::strip))
                .containsSubsequence(
                        "oif \"lo\" accept",
                        "ip daddr 10.255.255.53 meta l4proto { tcp, udp } th dport 53 accept",
                        "ip daddr 10.1.2.0/24 accept",
                        "ip6 daddr fd12:0:0:0:0:0:0:0/32 accept",
                        "ip daddr 10.0.0.0/8 reject with icmpx admin-prohibited",
                        "ip daddr 169.254.0.0/16 reject with icmpx admin-prohibited",
                        "ip daddr 203.0.113.7 reject with icmpx admin-prohibited",
                        "ip6 daddr fc00::/7 reject with icmpx admin-prohibited");
    }

    @Test
    void nothing_private_is_allowed_unless_it_is_listed() throws Exception {
        var accepted = NetworkRules.text(host(), List.of())
                .lines()
                .filter(line -> line.endsWith("accept") && line.contains("daddr"))
                .toList();

        assertThat(accepted).isEmpty();
    }

    @Test
    void a_name_server_on_the_hosts_loopback_is_reached_through_the_forwarder_only() throws Exception {
        var host = host("127.0.0.53");

        assertThat(host.forwardsNames()).isTrue();
        assertThat(NetworkRules.resolver(host)).isEqualTo("nameserver 192.0.0.53\n");
        assertThat(NetworkRules.text(host, List.of()))
                .contains("ip daddr 192.0.0.53 meta")
                .doesNotContain("127.0.0.53");
    }

    @Test
    void servers_that_can_be_asked_directly_are() throws Exception {
        var host = host("127.0.0.53", "9.9.9.9", "2620:fe::fe");

        assertThat(NetworkRules.resolver(host)).isEqualTo("nameserver 9.9.9.9\nnameserver 2620:fe:0:0:0:0:0:fe\n");
    }

    private static HostNetwork host(String... nameservers) throws UnknownHostException {
        var servers = new java.util.ArrayList<InetAddress>();
        for (var server : nameservers) {
            servers.add(InetAddress.getByName(server));
        }
        return new HostNetwork(true, List.of(InetAddress.getByName("203.0.113.7")), servers);
    }
}
