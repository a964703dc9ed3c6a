package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.wire.TextFrames;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings with(Consumer<TestSettings> change) {
        TestSettings settings = new TestSettings();
        change.accept(settings);
        return settings.settings();
    }

    private static String refused(Runnable work) {
        Failure failure = assertThrows(Failure.class, work::run);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        return failure.getMessage();
    }

    @Test
    void nobodyOutsideThisMachineIsServedUnlessSomebodySaysSo() {
        var options = Main.commandLine().getCommandSpec().optionsMap();
        assertEquals("127.0.0.1", options.get("--host").defaultValue());
        assertEquals("7070", options.get("--port").defaultValue());
        assertEquals(List.of(), options.get("--allow-origin").getValue());
        assertEquals(List.of(), options.get("--allow-frame").getValue());
    }

    @Test
    void everyLimitHasADefaultInItsRangeAndAMeaning() {
        for (Limit limit : Limit.values()) {
            assertTrue(limit.initial() >= limit.least() && limit.initial() <= limit.most(), limit.name());
            assertFalse(limit.meaning().isBlank(), limit.name());
            assertEquals(limit.initial(), Limits.defaults().getLong(limit));
            assertEquals(Limits.defaults(), Limits.defaults().with(limit, limit.initial()));
            assertEquals(
                    limit.least(), Limits.defaults().with(limit, limit.least()).getLong(limit));
            assertTrue(refused(() -> Limits.defaults().with(limit, limit.least() - 1))
                    .startsWith(limit.option()));
        }
    }

    @Test
    void oneLimitIsChangedAndTheOthersStay() {
        Limits limits = Limits.defaults().with(Limit.MAX_TEXT_BYTES, 1000).with(Limit.TILE_CACHE_BYTES, 5_000_000_000L);
        assertEquals(1000, limits.get(Limit.MAX_TEXT_BYTES));
        assertEquals(5_000_000_000L, limits.getLong(Limit.TILE_CACHE_BYTES));
        assertEquals(8 << 20, limits.get(Limit.MAX_BINARY_BYTES));
        assertEquals(4096, limits.get(Limit.MAX_POINTS_PER_REQUEST));
        assertEquals("--max-text-bytes", Limit.MAX_TEXT_BYTES.option());
        assertTrue(TextFrames.hello(limits).contains("\"maxTextBytes\":1000,"));
    }

    @Test
    void whatIsOutOfRangeIsRefusedByTheNameOfItsOption() {
        assertEquals(
                "--queue-jobs: expected 1 to 2147483647, found 0",
                refused(() -> Limits.defaults().with(Limit.QUEUE_JOBS, 0)));
        assertEquals(
                "--port: expected 0 to 65535, found 65536", refused(() -> with(settings -> settings.port = 65536)));
    }

    @Test
    void aBasePathIsPlainSegments() {
        for (String right : List.of("", "/isthmus", "/maps/of-latent_space/2")) {
            assertEquals(right, with(settings -> settings.basePath = right).basePath());
        }
        for (String wrong :
                List.of("/", "isthmus", "/isthmus/", "//isthmus", "/a//b", "/a/../b", "/a?b", "/a#b", "/%61")) {
            assertEquals(
                    "--base-path: expected a path such as /isthmus, of letters, digits, - and _, without / at its end, found "
                            + wrong,
                    refused(() -> with(settings -> settings.basePath = wrong)));
        }
    }

    @Test
    void anOriginIsASchemeAHostAndMaybeAPort() {
        assertEquals(
                List.of("https://example.org", "http://localhost:8080"),
                with(settings -> settings.allowedOrigins = List.of("https://Example.org", "http://localhost:8080"))
                        .allowedOrigins());
        for (String wrong :
                List.of("*", "example.org", "https://example.org/", "https://a b", "ftp://a", "https://u@a", "null")) {
            assertTrue(
                    refused(() -> with(settings -> settings.allowedOrigins = List.of(wrong)))
                            .endsWith("found " + wrong),
                    wrong);
            assertTrue(refused(() -> with(settings -> settings.frameAncestors = List.of(wrong)))
                    .startsWith("--allow-frame"));
            assertTrue(
                    refused(() -> with(settings -> settings.publicUrl = wrong)).startsWith("--public-url"));
        }
    }
}
