package dev.openinspect.host.sandbox;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** A range of addresses such as {@code 10.1.2.0/24}. Names are refused, because nothing may be looked up here. */
public record Cidr(InetAddress address, int prefix) {
    private static final Pattern FOUR = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");
    private static final Pattern SIX = Pattern.compile("[0-9a-f:]*:[0-9a-f:]*/\\d{1,3}");

    public Cidr {
        if (prefix < 1 || prefix > address.getAddress().length * 8) {
            throw new IllegalArgumentException("not a network range: prefix " + prefix);
        }
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            throw new IllegalArgumentException("loopback can not be allowed, only the control port is reachable");
        }
    }

    public static Cidr parse(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (!FOUR.matcher(lower).matches() && !SIX.matcher(lower).matches()) {
            throw new IllegalArgumentException("network.allow takes ranges such as 10.1.2.0/24");
        }
        var slash = lower.indexOf('/');
        try {
            return new Cidr(
                    InetAddress.getByName(lower.substring(0, slash)), Integer.parseInt(lower.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("network.allow takes ranges such as 10.1.2.0/24", e);
        }
    }

    public boolean isFour() {
        return address instanceof Inet4Address;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
