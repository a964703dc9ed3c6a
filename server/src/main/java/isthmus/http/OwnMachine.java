package isthmus.http;

import io.javalin.http.Context;
import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Whether a request comes from somebody who sits at this machine: a server that this machine alone can reach, an address of
 * this machine, by a name of it, and through no proxy, of which nothing is believed. Immutable; any thread.
 */
final class OwnMachine {
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    /** What somebody who sits here may do, and an option of the server forbids. */
    enum Use {
        IMPORT("to import models", "--no-import", "import it on the command line there"),
        TRAIN("to train models", "--no-train", "train it on the command line there");

        private final String words;
        private final String option;
        private final String hint;

        Use(String words, String option, String hint) {
            this.words = words;
            this.option = option;
            this.hint = hint;
        }
    }

    private final Use use;
    private final String closed; // why nobody may; null where somebody may

    OwnMachine(Settings settings, Use use) {
        this.use = use;
        if (!(use == Use.IMPORT ? settings.imports() : settings.trainings())) {
            closed = use.option;
        } else if (!isLoopback(settings.host())) {
            closed = "a server that others reach";
        } else if (settings.trustProxy() || settings.publicUrl() != null) {
            closed = "a server behind a proxy";
        } else {
            closed = null;
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean allows(Context context) {
        return refusal(context) == null;
    }

    void check(Context context) {
        String found = refusal(context);
        if (found != null) {
            throw Failure.of(Kind.FORBIDDEN, "", "somebody at the server's own machine, " + use.words, found)
                    .hint(use.hint);
        }
    }

    private String refusal(Context context) {
        if (closed != null) {
            return closed;
        }
        boolean here = Guard.request(context).getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress socket
                && socket.getAddress().isLoopbackAddress();
        if (!here) {
            return "another machine";
        }
        if (OF_PROXIES.stream().anyMatch(name -> context.header(name) != null)) {
            return "a proxy";
        }
        String host = context.header("Host");
        if (host == null || !isOwn(host.replaceFirst(":\\d*$", ""))) {
            return "another name of the server";
        }
        String origin = context.header("Origin");
        return origin == null || isSame(origin, host) ? null : "another site's page";
    }

    private static boolean isOwn(String name) {
        InetAddress address = ClientAddress.literal(name);
        return name.equalsIgnoreCase("localhost") || (address != null && address.isLoopbackAddress());
    }

    private static boolean isSame(String origin, String host) {
        try {
            return host.toLowerCase(Locale.ROOT)
                    .equals(URI.create(origin.toLowerCase(Locale.ROOT)).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
