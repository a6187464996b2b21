package dev.openinspect.host.isolation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a sandbox's network is derived from: whether this machine has a way to the internet, its own addresses, and whom it
 * asks for names. Read again for each sandbox, because machines move.
 */
record HostNetwork(boolean routed, List<InetAddress> own, List<InetAddress> nameservers) {
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    /** Where systemd-resolved writes the servers behind its own loopback address. */
    private static final Path BEHIND_RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    private static final int MOST_NAMESERVERS = 3;

    HostNetwork {
        own = List.copyOf(own);
        nameservers = List.copyOf(nameservers);
    }

    static HostNetwork read() throws IOException {
        var nameservers = nameservers(RESOLVER);
        if (nameservers.stream().allMatch(InetAddress::isLoopbackAddress) && Files.isReadable(BEHIND_RESOLVED)) {
            nameservers = nameservers(BEHIND_RESOLVED);
        }
        return new HostNetwork(hasDefaultRoute(), ownAddresses(), nameservers);
    }

    /** Servers that a sandbox can ask directly. */
    List<InetAddress> reachableNameservers() {
        return nameservers.stream()
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    /** True when names are answered only on the host's loopback, which a sandbox reaches through pasta alone. */
    boolean forwardsNames() {
        return reachableNameservers().isEmpty() && !nameservers.isEmpty();
    }

    private static List<InetAddress> nameservers(Path file) throws IOException {
        var found = new ArrayList<InetAddress>();
        if (!Files.isReadable(file)) {
            return found;
        }
        for (var line : Files.readAllLines(file)) {
            var words = line.strip().split("\\s+", -1);
            if (words.length > 1
                    && words[0].equals("nameserver")
                    && LITERAL.matcher(words[1]).matches()) {
                found.add(InetAddress.getByName(words[1]));
            }
        }
        return found.subList(0, Math.min(found.size(), MOST_NAMESERVERS));
    }

    private static List<InetAddress> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static boolean hasDefaultRoute() throws IOException {
        return hasLine(Path.of("/proc/net/route"), "\\S+\\s+0{8}\\s+\\S+\\s+\\S+\\s+.*\\s0{8}\\s.*")
                || hasLine(Path.of("/proc/net/ipv6_route"), "0{32} 00 .*(?<! lo)\\s*");
    }

    private static boolean hasLine(Path file, String pattern) throws IOException {
        if (!Files.isReadable(file)) {
            return false;
        }
        return Files.readAllLines(file).stream()
                .anyMatch(line -> line.stripTrailing().matches(pattern));
    }
}
