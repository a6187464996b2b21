package dev.openinspect.clients.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A list of networks in CIDR notation. May be shared between threads. */
public final class Networks {
    // Digits, dots and colons only, so that reading an address never asks a name server.
    private static final Pattern BLOCK = Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]{2,45})/([0-9]{1,3})");

    private final List<Block> blocks;

    private Networks(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    public static Networks parse(Key key, List<String> entries) {
        List<Block> blocks = new ArrayList<>();
        for (String entry : entries) {
            blocks.add(block(key, entry));
        }
        return new Networks(blocks);
    }

    /** What belongs to nobody on the internet: this machine, private networks, link-local with cloud metadata, tunnels into them, multicast. */
    public static Networks notPublic() {
        return new Networks(List.of(
                        "0.0.0.0/8",
                        "10.0.0.0/8",
                        "100.64.0.0/10",
                        "127.0.0.0/8",
                        "169.254.0.0/16",
                        "172.16.0.0/12",
                        "192.0.0.0/24",
                        "192.0.2.0/24",
                        "192.168.0.0/16",
                        "198.18.0.0/15",
                        "198.51.100.0/24",
                        "203.0.113.0/24",
                        "224.0.0.0/3",
                        "::/96",
                        "64:ff9b::/96",
                        "64:ff9b:1::/48",
                        "100::/64",
                        "2001::/23",
                        "2001:db8::/32",
                        "2002::/16",
                        "fc00::/7",
                        "fe80::/10",
                        "fec0::/10",
                        "ff00::/8")
                .stream()
                .map(entry -> block(Key.GIT_NETWORKS, entry))
                .toList());
    }

    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    List<String> blocks() {
        return blocks.stream().map(Block::text).toList();
    }

    private static Block block(Key key, String entry) {
        var matcher = BLOCK.matcher(entry);
        if (!matcher.matches()) {
            throw new InvalidSetting(key);
        }
        try {
            byte[] address = InetAddress.getByName(matcher.group(1)).getAddress();
            int bits = Integer.parseInt(matcher.group(2));
            if (bits <= address.length * 8) {
                return new Block(entry, address, bits);
            }
        } catch (UnknownHostException e) {
            throw new InvalidSetting(key, e);
        }
        throw new InvalidSetting(key);
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared, only asked.
    private record Block(String text, byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
