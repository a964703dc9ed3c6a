package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private static final InetAddress PROXY = ClientAddress.literal("10.0.0.1");

    private static String behind(String forwarded, String forwardedFor) {
        return ClientAddress.behind(PROXY, forwarded, forwardedFor).text();
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        String text = ClientAddress.of(ClientAddress.literal("2001:db8:0:1::7")).text();
        assertEquals("2001:db8:0:1::/64", text);
        assertEquals(
                text,
                ClientAddress.of(ClientAddress.literal("2001:db8:0:1:ffff::1")).text());
        assertEquals(
                "192.0.2.7",
                ClientAddress.of(ClientAddress.literal("192.0.2.7")).text());
        assertEquals(
                "192.0.2.7",
                ClientAddress.of(ClientAddress.literal("::ffff:192.0.2.7")).text());
    }

    @Test
    void behindAProxyTheLastHopCounts() {
        assertEquals("192.0.2.7", behind(null, "198.51.100.1, 192.0.2.7"));
        assertEquals("192.0.2.7", behind(null, "192.0.2.7:4711"));
        assertEquals("192.0.2.7", behind("for=198.51.100.1, for=192.0.2.7;proto=https", "198.51.100.2"));
        assertEquals("192.0.2.7", behind("proto=https; For=\"192.0.2.7:80\"", null));
        assertEquals("2001:db8:0:1::/64", behind("for=\"[2001:db8:0:1::7]:80\"", null));
    }

    @Test
    void whatIsNoAddressCountsAsTheProxy() {
        for (String text : new String[] {"unknown", "_hidden", "", "evil.example", "1.2.3.4.5", "for=", "256.1.1.1"}) {
            assertEquals("10.0.0.1", behind(null, text), text);
        }
        assertEquals("10.0.0.1", behind(null, null));
        assertEquals("10.0.0.1", behind("for=unknown", "192.0.2.7"));
    }

    @Test
    void namesAreNotLookedUp() {
        assertNull(ClientAddress.literal("localhost"));
        assertNull(ClientAddress.literal("1.evil.example"));
    }
}
