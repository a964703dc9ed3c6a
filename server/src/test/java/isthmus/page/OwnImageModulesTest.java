package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.image.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of own images before they are sent, and what is said of them afterwards. */
class OwnImageModulesTest {
    private static final int TURNED = 6; // the EXIF number of a picture that is to be turned to the right

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aPictureOfTooManyPixelsIsMadeSmallerAndUpright() throws IOException {
        ScriptModule shrink = pages.module("/src/views/images/shrink.js");
        byte[] jpeg = PictureFiles.turned(
                PictureFiles.file(new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB), "jpeg"), TURNED);
        String sides = """
                async (m, base64, bytes, pixels) => {
                  const file = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "a.jpg", { type: "image/jpeg" });
                  const sent = await m.shrunk(file, bytes, pixels);
                  const { width, height } = await createImageBitmap(sent);
                  return [width, height, sent === file ? 1 : 0];
                }
                """;
        String base64 = Base64.getEncoder().encodeToString(jpeg);
        assertArrayEquals(new double[] {34, 57, 0}, shrink.numbers(sides, base64, 1_000_000, 2000));
        assertArrayEquals(
                new double[] {60, 100, 0}, shrink.numbers(sides, base64, 100, 1_000_000)); // of too many bytes
        assertArrayEquals(new double[] {60, 100, 1}, shrink.numbers(sides, base64, 1_000_000, 6000));
    }

    @Test
    void aBoundIsRankedAndWhatTheModelDoesNotKnowIsSaidToBeOutside() {
        ScriptModule rank = pages.module("/src/views/images/rank.js");
        assertEquals("worse than 17% of test images", text(rank, 83.1, "test", 41.5));
        assertEquals("worse than 95% of the data", text(rank, 5.2, "all", 41.5));
        assertEquals("worse than 100% of test images: outside what the model knows", text(rank, 0, "test", 41.5));
        assertEquals("worse than 99% of test images: outside what the model knows", text(rank, 0.01, "test", 41.5));
        assertEquals("worse than 50% of test images: outside what the model knows", text(rank, 50, "test", 100));
        assertEquals(true, rank.call("(m) => m.rankOf({ percentile: null }) === null"));
    }

    private static Object text(ScriptModule rank, double percentile, String among, double distancePercentile) {
        return rank.call(
                "(m, sample) => m.rankOf(sample).text",
                Map.of("percentile", percentile, "among", among, "distancePercentile", distancePercentile));
    }
}
