package dev.openinspect.host.isolation;

import dev.openinspect.host.sandbox.Cidr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sandbox may reach, as nftables rules of its own network namespace. They are loaded before anything of the sandbox
 * runs, by the namespace's owner; the sandbox has no CAP_NET_ADMIN and cannot change them.
 */
final class NetworkRules {
    /** Answers names inside when the host's only name server is on its loopback; pasta carries the question over. */
    static final String NAME_FORWARDER = "192.0.0.53";

    /** Private, shared, link-local with the clouds' metadata, test, multicast and reserved ranges. */
    private static final List<String> REFUSED_FOUR = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/3");

    /** Unspecified and loopback, mapped and translated IPv4, tunnels, unique local, link-local, site-local, multicast. */
    private static final List<String> REFUSED_SIX = List.of(
            "::/96",
            "::ffff:0:0/96",
            "64:ff9b::a00:0/104",
            "64:ff9b::6440:0/106",
            "64:ff9b::7f00:0/104",
            "64:ff9b::a9fe:0/112",
            "64:ff9b::ac10:0/108",
            "64:ff9b::c0a8:0/112",
            "64:ff9b:1::/48",
            "2001::/32",
            "2002::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private NetworkRules() {}

    static String text(HostNetwork host, List<Cidr> allow) {
        var rules = new ArrayList<String>();
        rules.add("oif \"lo\" accept");
        // Without neighbour discovery there is no IPv6 at all; these never leave the link.
        rules.add("icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept");
        for (var server : names(host).toList()) {
            rules.add(destination(server) + " meta l4proto { tcp, udp } th dport 53 accept");
        }
        for (var range : allow) {
            rules.add((range.isFour() ? "ip" : "ip6") + " daddr " + range + " accept");
        }
        rules.add(refuse("ip", Stream.concat(REFUSED_FOUR.stream(), own(host, true))));
        rules.add(refuse("ip6", Stream.concat(REFUSED_SIX.stream(), own(host, false))));
        return """
                table inet openinspect {
                    chain output {
                        type filter hook output priority 0; policy accept;
                        %s
                    }
                }
                """.formatted(String.join("\n        ", rules));
    }

    static String resolver(HostNetwork host) {
        return names(host).map(server -> "nameserver " + server + "\n").collect(Collectors.joining());
    }

    private static Stream<String> names(HostNetwork host) {
        return host.forwardsNames()
                ? Stream.of(NAME_FORWARDER)
                : host.reachableNameservers().stream().map(NetworkRules::literal);
    }

    private static String destination(String address) {
        return (address.contains(":") ? "ip6" : "ip") + " daddr " + address;
    }

    private static Stream<String> own(HostNetwork host, boolean four) {
        return host.own().stream()
                .filter(address -> address instanceof Inet4Address == four)
                .map(NetworkRules::literal);
    }

    /** One rule for each range: a set would refuse ranges that overlap, and the host's own address often lies in one. */
    private static String refuse(String family, Stream<String> ranges) {
        return ranges.map(range -> family + " daddr " + range + " reject with icmpx admin-prohibited")
                .collect(Collectors.joining("\n        "));
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        var zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
