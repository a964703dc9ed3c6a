package isthmus.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.http.SmallServer;
import isthmus.image.Shape;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class UnfinishedMessagesTest {
    private static final int MESSAGE = 1 << 20; // bytes
    private static final int SOCKETS = 16;
    private static final String DECODE = "{'id': 1, 'op': 'decode', 'model': 'large', 'codes': [[0, 0]]}";

    @TempDir
    Path folder;

    private final List<RawSocket> sockets = new ArrayList<>();

    @AfterEach
    void close() {
        sockets.forEach(RawSocket::close);
    }

    private RawSocket open(LiveSite site) {
        RawSocket socket = new RawSocket(site.address());
        sockets.add(socket);
        return socket;
    }

    private LiveSite site(long most) throws Exception {
        return new LiveSite(
                folder,
                new Shape(1, 4, 5),
                Limits.defaults()
                        .with(Limit.MAX_BINARY_BYTES, MESSAGE)
                        .with(Limit.MAX_TEXT_BYTES, MESSAGE)
                        .with(Limit.MAX_UNFINISHED_BYTES, most));
    }

    private static void awaitUnfinished(LiveSite site, long least) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (site.live.unfinishedBytes() < least && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertTrue(site.live.unfinishedBytes() >= least, site.live.unfinishedBytes() + " bytes");
    }

    @Test
    void messagesThatNeverEndAreRefusedFromTheOldestOnAndOthersAreAnswered() throws Exception {
        long most = 4L * MESSAGE;
        try (LiveSite site = site(most);
                LiveClient other = new LiveClient(site.address())) {
            for (int i = 0; i < SOCKETS; i++) {
                int opcode = i % 2 == 0 ? RawSocket.BINARY : RawSocket.TEXT;
                RawSocket socket = open(site);
                byte[] half = "x".repeat(MESSAGE / 2).getBytes(US_ASCII);
                socket.begin(opcode, false, half.length, half);
                socket.begin(RawSocket.CONTINUATION, true, half.length, Arrays.copyOf(half, half.length - 10));
                awaitUnfinished(site, Math.min(i + 1, 1) * (MESSAGE - 8192L));
                assertTrue(site.live.unfinishedBytes() <= most, site.live.unfinishedBytes() + " bytes");
            }
            for (RawSocket refused : sockets.subList(0, SOCKETS - 2)) { // an address has half of the room
                assertEquals(1013, refused.closeStatus());
            }
            assertTrue(other.ask(DECODE).last());
            sockets.forEach(RawSocket::close);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (site.live.unfinishedBytes() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertEquals(0, site.live.unfinishedBytes());
        }
    }

    @Test
    void aFrameThatAnnouncesMuchAndBringsLittleCostsLittle() throws Exception {
        try (LiveSite site = new LiveSite(folder, new Shape(1, 4, 5), Limits.defaults());
                LiveClient other = new LiveClient(site.address())) {
            long before = heap();
            for (int i = 0; i < 100; i++) {
                open(site).begin(RawSocket.BINARY, true, (8 << 20) - 10, new byte[10]);
            }
            awaitUnfinished(site, 1);
            assertTrue(other.ask(DECODE).last());
            long grown = heap() - before;
            assertTrue(grown < 100 << 20, grown + " bytes");
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void aMessageInManyPartsIsTakenWhole() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> {});
                LiveClient client = new LiveClient(site.address())) {
            String codes = "[0.123456789,-0.5],".repeat(3000);
            String text = "{'id': 7, 'op': 'decode', 'model': 'digits', 'codes': [" + codes + "[1,1]]}";
            assertEquals(List.of(3001, 1, 4, 5), client.ask(text).shape("pixels"));
            assertEquals(
                    "BAD_INPUT",
                    client.send(ByteBuffer.allocate(100_000))
                            .next()
                            .error()
                            .get("code")
                            .asText());
            // Characters of two and four bytes, cut where the parts end.
            String named =
                    "{'id': 8, 'op': 'decode', 'model': '" + "é\uD83D\uDE00".repeat(5000) + "', 'codes': [[0,0]]}";
            assertEquals(8, client.ask(named).id());
        }
    }
}
