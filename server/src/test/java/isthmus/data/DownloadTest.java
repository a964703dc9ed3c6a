package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.data.KnownData.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local server stands in for the mirrors. */
class DownloadTest {
    private static final String FILE = "toys-images-idx3-ubyte.gz";

    @TempDir
    Path folder;

    private HttpServer server;
    private byte[] good;
    private final AtomicInteger served = new AtomicInteger();

    @BeforeEach
    void serve() throws IOException {
        good = IdxFiles.gzip(IdxFiles.bytes(new int[] {10, 20, 20}, IdxFiles.counting(10, 20, 20)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        answer("/good/", good, good.length);
        answer("/changed/", changed, good.length);
        answer("/short/", Arrays.copyOf(good, good.length - 20), good.length);
        answer("/unmeasured-short/", Arrays.copyOf(good, good.length - 20), 0);
        answer("/long/", Arrays.copyOf(good, good.length + 1), 0);
        server.start();
    }

    /** Promises {@code length} bytes, or with 0 sends without saying how many come. */
    private void answer(String prefix, byte[] body, long length) {
        server.createContext(prefix, exchange -> {
            served.incrementAndGet();
            exchange.sendResponseHeaders(200, length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI mirror(String prefix) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + prefix);
    }

    private KnownData toys(URI... mirrors) {
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(good));
            return new KnownData(
                    "toys",
                    List.of(mirrors),
                    List.of(new Source(new DataFile(FILE, good.length, sha256), null, SplitRule.TRAIN_FILE, 1)),
                    List.of(),
                    List.of(),
                    false);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private DataSet load(KnownData known) {
        return DataSets.load(known, DataPart.TRAIN, new DataFolders(folder.resolve("given"), folder.resolve("cache")));
    }

    @Test
    void aGoodFileIsFetchedOnceIntoTheCacheAndReadFromThereAfterwards() throws IOException {
        DataSet first = load(toys(mirror("/good/")));
        assertArrayEquals(IdxFiles.counting(10, 20, 20), first.pixels());
        assertArrayEquals(good, Files.readAllBytes(folder.resolve("cache/toys").resolve(FILE)));
        load(toys(mirror("/good/")));
        assertEquals(1, served.get());
        try (var files = Files.list(folder.resolve("cache/toys"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void theGivenFolderComesFirst() throws IOException {
        IdxFiles.write(folder.resolve("given/toys").resolve(FILE), new int[] {1, 1, 1}, new byte[] {3});
        assertEquals(1, load(toys(mirror("/good/"))).count());
        assertEquals(0, served.get());
    }

    @Test
    void theNextMirrorIsTriedWhenOneHasNotTheFileOrGivesAnother() {
        assertEquals(
                10,
                load(toys(mirror("/nothing/"), mirror("/changed/"), mirror("/good/")))
                        .count());
        assertEquals(2, served.get());
    }

    @Test
    void whatIsNotTheFileIsRefusedAndLeavesNothingBehind() throws IOException {
        refused("/changed/", "expected sha256", "found");
        refused("/short/", "");
        refused("/unmeasured-short/", "expected " + good.length + " bytes, found " + (good.length - 20));
        refused("/long/", "expected " + good.length + " bytes, found more");
        refused("/nothing/", "expected status 200, found 404");
    }

    private void refused(String prefix, String... words) throws IOException {
        Failure failure = assertThrows(Failure.class, () -> load(toys(mirror(prefix))));
        assertEquals(Failure.Kind.NOT_FOUND, failure.kind());
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
        assertTrue(failure.getMessage().contains(mirror(prefix) + FILE), failure.getMessage());
        try (var files = Files.list(folder.resolve("cache/toys"))) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void offlineTheMessageSaysWhatIsMissingAndBothPlacesItMayLie() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Failure failure = assertThrows(Failure.class, () -> load(toys(URI.create("http://127.0.0.1:" + closed + "/"))));
        for (String word : List.of(
                "toys: expected " + FILE + ", found none",
                "Connection refused",
                folder.resolve("given/toys").toString(),
                folder.resolve("cache/toys").toString())) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }

    @Test
    void aSetWithoutMirrorsSaysWhereToPutIt() {
        Failure failure = assertThrows(
                Failure.class,
                () -> DataSets.load("emoji", DataPart.ALL, new DataFolders(null, folder.resolve("cache"))));
        assertTrue(failure.getMessage().contains("no public mirror"), failure.getMessage());
        assertTrue(failure.getMessage().contains("DIR/emoji and say --data DIR"), failure.getMessage());
        assertTrue(failure.getMessage().contains(folder.resolve("cache/emoji").toString()), failure.getMessage());
        assertFalse(Files.exists(folder.resolve("cache")));
    }

    @Test
    void theUsersCacheFollowsTheDesktopsCustom() {
        Path home = folder.resolve("home");
        assertEquals(home.resolve(".cache/isthmus/data"), DataFolders.userCache(Map.of(), home));
        assertEquals(
                home.resolve(".cache/isthmus/data"), DataFolders.userCache(Map.of("XDG_CACHE_HOME", "here"), home));
        Path set = folder.resolve("set").toAbsolutePath();
        assertEquals(
                set.resolve("isthmus/data"), DataFolders.userCache(Map.of("XDG_CACHE_HOME", set.toString()), home));
    }
}
