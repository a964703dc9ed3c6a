package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
                    "MIT",
                    List.of(mirrors),
                    List.of(new Source(new DataFile(FILE, good.length, sha256), null, SplitRule.EVERY_TENTH, 10)),
                    null,
                    List.of(),
                    List.of(),
                    false);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private KnownFiles files(URI... mirrors) {
        return new KnownFiles(toys(mirrors), new DataFolders(null, folder.resolve("shipped"), cache()));
    }

    private static DataSet load(KnownFiles files) {
        return DataSets.load(files.known(), DataPart.ALL, files.folders());
    }

    @Test
    void aGoodFileIsFetchedOnceIntoTheCacheAndReadFromThereAfterwards() throws IOException {
        KnownFiles toys = files(mirror("/good/"));
        Holding before = toys.holding();
        assertNull(before.part());
        assertEquals(good.length, before.fetchable());
        assertEquals(List.of(FILE), before.missing());
        toys.fetch();
        assertArrayEquals(IdxFiles.counting(10, 20, 20), load(toys).pixels());
        assertArrayEquals(good, Files.readAllBytes(folder.resolve("cache/toys").resolve(FILE)));
        toys.fetch();
        assertEquals(1, served.get());
        Holding after = toys.holding();
        assertEquals(DataPart.ALL, after.part());
        assertEquals(List.of(cache().resolve("toys")), after.folders());
        assertEquals(0, after.fetchable());
        try (var files = Files.list(folder.resolve("cache/toys"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aDownloadGoesIntoTheFolderThatIsGiven() throws IOException {
        Path given = folder.resolve("given");
        new KnownFiles(toys(mirror("/good/")), new DataFolders(given, null, cache())).fetch();
        assertArrayEquals(good, Files.readAllBytes(given.resolve("toys").resolve(FILE)));
        assertFalse(Files.exists(cache()));
    }

    @Test
    void theGivenFolderComesBeforeWhatIsShippedAndThatBeforeTheCache() throws IOException {
        KnownData toys = toys(mirror("/good/"));
        DataFolders folders = new DataFolders(folder.resolve("given"), folder.resolve("shipped"), cache());
        int images = 3;
        for (Path place : List.of(cache(), folder.resolve("shipped"), folder.resolve("given"))) {
            IdxFiles.write(place.resolve("toys").resolve(FILE), new int[] {images, 1, 1}, new byte[images]);
            assertEquals(images, DataSets.load(toys, DataPart.ALL, folders).count());
            images--;
        }
        new KnownFiles(toys, folders).fetch();
        assertEquals(0, served.get());
    }

    @Test
    void theNextMirrorIsTriedWhenOneHasNotTheFileOrGivesAnother() {
        KnownFiles files = files(mirror("/nothing/"), mirror("/changed/"), mirror("/good/"));
        files.fetch();
        assertEquals(10, load(files).count());
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
        Failure failure =
                assertThrows(Failure.class, () -> files(mirror(prefix)).fetch());
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
    void offlineTheMessageSaysWhatIsMissingAndWhereItMayLie() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + closed + "/");
        assertEquals(
                FILE + ": expected a mirror that gives it, found none (" + nobody + FILE + ": Connection refused);"
                        + " try again, or whoever runs Isthmus here can put it into DIR/toys and start it with --data DIR",
                assertThrows(Failure.class, () -> files(nobody).fetch()).getMessage());
        assertEquals(
                "toys: expected " + FILE + " on this machine, found none; 'data fetch toys' gets it",
                assertThrows(Failure.class, () -> load(files(nobody))).getMessage());
    }

    @Test
    void aSetWithoutMirrorsSaysWhereToPutIt() {
        DataFolders folders = new DataFolders(null, null, cache());
        assertEquals(
                "data fetch: expected mnist or fashion-mnist, found frey, which nobody publishes in this form;"
                        + " whoever runs Isthmus here can put frey-images-idx3-ubyte.gz into DIR/frey and start it with --data DIR",
                assertThrows(Failure.class, () -> DataSets.fetch("frey", folders))
                        .getMessage());
        assertEquals(
                "frey: expected frey-images-idx3-ubyte.gz on this machine, found none, as no licence allows"
                        + " shipping it; whoever runs Isthmus here can put it into DIR/frey and start it with --data DIR",
                assertThrows(Failure.class, () -> DataSets.known("frey", DataPart.ALL, folders))
                        .getMessage());
        assertFalse(Files.exists(cache()));
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
