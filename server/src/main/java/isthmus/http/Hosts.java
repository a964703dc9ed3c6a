package isthmus.http;

import isthmus.ClientAddress;
import isthmus.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * By which names this server may be asked for. A name that its owner points at this machine (DNS rebinding) makes a
 * foreign page look like the server's own, so the name has to be one that the operator gave or an address of this machine.
 * Immutable; any thread.
 */
final class Hosts {
    private final Set<String> names = new HashSet<>();

    Hosts(Settings settings) {
        names.add("localhost");
        names.add(settings.host().toLowerCase(Locale.ROOT));
        settings.allowedOrigins().forEach(origin -> names.add(URI.create(origin).getHost()));
        if (settings.publicUrl() != null) {
            names.add(URI.create(settings.publicUrl()).getHost());
        }
    }

    /**
     * @param authority the Host header; null, which only programs send, is allowed
     * @param local the address of this machine that the request came to
     */
    boolean allow(String authority, SocketAddress local) {
        if (authority == null) {
            return true;
        }
        String name =
                authority.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
        InetAddress address = ClientAddress.literal(name);
        if (names.contains(name)) {
            return true;
        }
        return address != null && (address.isLoopbackAddress() || isAt(local, address));
    }

    private static boolean isAt(SocketAddress local, InetAddress address) {
        return local instanceof InetSocketAddress socket && address.equals(socket.getAddress());
    }
}
