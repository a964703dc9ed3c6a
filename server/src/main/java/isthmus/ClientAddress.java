package isthmus;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address by which a client's use is limited: an IPv4 address, or the /64 network of an IPv6 address, for one machine
 * may have all 2^64 addresses of it. Immutable; any thread.
 *
 * @param text such as {@code 192.0.2.7} or {@code 2001:db8:0:1::/64}
 */
public record ClientAddress(String text) {
    private static final Pattern FOR = Pattern.compile("(?:^|[;\\s])for=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern LITERAL = Pattern.compile("\\[?([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\\]?");
    private static final Pattern PORT = Pattern.compile("^(\\[[^\\]]*\\]|[0-9.]+):\\d+$");

    public static ClientAddress of(InetAddress address) {
        if (address instanceof Inet4Address || address.isLoopbackAddress()) {
            return new ClientAddress(address.getHostAddress());
        }
        String[] words = address.getHostAddress().split(":"); // all eight: Java leaves none out
        return new ClientAddress(String.join(":", List.of(words).subList(0, 4)) + "::/64");
    }

    /**
     * The client behind a proxy that the operator trusts: the last hop that {@code Forwarded} or, without it, {@code
     * X-Forwarded-For} names, which the proxy itself wrote; earlier hops may be forged.
     *
     * @param peer the proxy, used where the headers name no address
     * @param forwarded the last such header, or null
     * @param forwardedFor the last such header, or null
     */
    public static ClientAddress behind(InetAddress peer, String forwarded, String forwardedFor) {
        String hop = null;
        if (forwarded != null) {
            Matcher last = FOR.matcher(lastOf(forwarded));
            hop = last.find() ? last.group(1) : null;
        } else if (forwardedFor != null) {
            hop = lastOf(forwardedFor);
        }
        InetAddress address =
                hop == null ? null : literal(PORT.matcher(hop.strip()).replaceFirst("$1"));
        return of(address == null ? peer : address);
    }

    /** An address in digits, with or without brackets, or null where the text is none: no name is ever looked up. */
    public static InetAddress literal(String text) {
        Matcher digits = LITERAL.matcher(text);
        if (!digits.matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(digits.group(1));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String lastOf(String list) {
        return list.substring(list.lastIndexOf(',') + 1).strip();
    }

    @Override
    public String toString() {
        return text;
    }
}
