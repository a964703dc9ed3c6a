package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static String refused(Runnable work) {
        Failure failure = assertThrows(Failure.class, work::run);
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        return failure.getMessage();
    }

    @Test
    void nobodyOutsideThisMachineIsServedUnlessSomebodySaysSo() {
        assertEquals("127.0.0.1", Settings.defaults().host());
        assertEquals(7070, Settings.defaults().port());
        assertEquals(List.of(), Settings.defaults().allowedOrigins());
        assertEquals(List.of(), Settings.defaults().frameAncestors());
    }

    @Test
    void everyLimitHasADefaultInItsRangeAndAMeaning() {
        assertEquals(Limits.class.getRecordComponents().length, Limits.all().size());
        Limits.all().forEach((name, limit) -> {
            assertTrue(limit.initial() >= limit.least() && limit.initial() <= limit.most(), name);
            assertFalse(limit.meaning().isBlank(), name);
            assertEquals(Limits.defaults(), Limits.defaults().with(name, limit.initial()), name);
            long least = limit.least();
            assertEquals(Limits.of(Map.of(name, least)), Limits.defaults().with(name, least), name);
            // The record's own constructor knows each component by its place.
            assertTrue(refused(() -> Limits.defaults().with(name, least - 1)).startsWith(Limits.option(name)), name);
        });
    }

    @Test
    void oneLimitIsChangedAndTheOthersStay() {
        Limits limits = Limits.defaults().with("maxTextBytes", 1000).with("tileCacheBytes", 5_000_000_000L);
        assertEquals(1000, limits.maxTextBytes());
        assertEquals(5_000_000_000L, limits.tileCacheBytes());
        assertEquals(8 << 20, limits.maxBinaryBytes());
        assertEquals(4096, limits.maxPointsPerRequest());
        assertEquals("--max-text-bytes", Limits.option("maxTextBytes"));
    }

    @Test
    void whatIsOutOfRangeIsRefusedByTheNameOfItsOption() {
        assertEquals(
                "--queue-jobs: expected 1 to 2147483647, found 0",
                refused(() -> Limits.defaults().with("queueJobs", 0)));
        assertTrue(refused(() -> Limits.defaults().with("queueJob", 1)).endsWith("found queueJob"));
        assertEquals(
                "--port: expected 0 to 65535, found 65536",
                refused(() -> Settings.defaults().withPort(65536)));
    }

    @Test
    void anOriginIsASchemeAHostAndMaybeAPort() {
        assertEquals(
                List.of("https://example.org", "http://localhost:8080"),
                Settings.defaults()
                        .withAllowedOrigins(List.of("https://Example.org", "http://localhost:8080"))
                        .allowedOrigins());
        for (String wrong :
                List.of("*", "example.org", "https://example.org/", "https://a b", "ftp://a", "https://u@a", "null")) {
            assertTrue(
                    refused(() -> Settings.defaults().withAllowedOrigins(List.of(wrong)))
                            .endsWith("found " + wrong),
                    wrong);
            assertTrue(refused(() -> Settings.defaults().withFrameAncestors(List.of(wrong)))
                    .startsWith("--allow-frame"));
            assertTrue(refused(() -> Settings.defaults().withPublicUrl(wrong)).startsWith("--public-url"));
        }
    }
}
