package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Values become the colours that they stand for. */
@Beside
class ToneModuleTest {
    private static final String TONE = "m.toneOf({ input: { channels: %d, invert: %b } }, '%s')";

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void drawnImagesTakeThePagesPaperAndInk() {
        ScriptModule tone = pages.module("/src/tone.js");
        double[] paper = tone.numbers("(m) => " + TONE.formatted(1, true, "light") + ".zero");
        double[] ink = tone.numbers("(m) => " + TONE.formatted(1, true, "light") + ".one");
        int[] bytes = {0, 255, 51, 204, 1, 128};
        double[] painted = tone.numbers(
                "(m, bytes, tone) => [...m.imageData(Uint8Array.from(bytes), 0, { channels: 1, height: 2, width: 3 }, "
                        + TONE.formatted(1, true, "light") + ").data]",
                List.of(0, 255, 51, 204, 1, 128));
        for (int i = 0; i < bytes.length; i++) {
            for (int c = 0; c < 3; c++) {
                double exact = paper[c] + bytes[i] / 255.0 * (ink[c] - paper[c]);
                assertEquals(exact, painted[4 * i + c], 0.5 + 1e-9, "value " + bytes[i]);
            }
            assertEquals(255, painted[4 * i + 3]);
        }
        assertTrue(paper[0] > ink[0] + 150, "dark on light");
        double[] night = tone.numbers(
                "(m) => [...['zero', 'one'].flatMap((end) => " + TONE.formatted(1, true, "dark") + "[end])]");
        assertTrue(night[0] < night[3] - 150, "light on dark");
    }

    @Test
    void otherImagesAreShownAsTheyAreInBothThemes() {
        ScriptModule tone = pages.module("/src/tone.js");
        for (String theme : List.of("light", "dark")) {
            assertArrayEquals(
                    new double[] {7, 7, 7, 255, 250, 250, 250, 255},
                    tone.numbers(
                            "(m) => [...m.imageData(Uint8Array.of(9, 7, 250), 1, { channels: 1, height: 1, width: 2 }, "
                                    + TONE.formatted(1, false, theme) + ").data]"));
        }
    }

    @Test
    void planesOfColoursBecomePixels() {
        ScriptModule tone = pages.module("/src/tone.js");
        String image = "{ channels: 3, height: 2, width: 1 }, " + TONE.formatted(3, false, "dark");
        assertArrayEquals(
                new double[] {1, 3, 5, 255, 2, 4, 6, 255},
                tone.numbers("(m) => [...m.imageData(Uint8Array.of(1, 2, 3, 4, 5, 6), 0, " + image + ").data]"));
        assertArrayEquals(
                new double[] {0, 51, 102, 255, 255, 204, 153, 255},
                tone.numbers(
                        "(m) => [...m.imageData(Float32Array.of(0, 1, 0.2, 0.8, 0.4, 0.6), 0, " + image + ").data]"));
    }

    @Test
    void anImageIsPaintedIntoItsOwnPlaceAlone() {
        ScriptModule tone = pages.module("/src/tone.js");
        // 2 by 2 pixels into the middle of a row of 4 by 3, from its second pixel.
        double[] sheet = tone.numbers("""
                (m) => {
                  const sheet = new Uint8ClampedArray(4 * 4 * 3);
                  const black = { zero: [0, 0, 0], one: [255, 255, 255] };
                  m.paint(Uint8Array.of(0, 0, 10, 20, 30, 40), 2, 1, { channels: 1, height: 2, width: 2 }, black, sheet, 20, 16);
                  return sheet;
                }
                """);
        double[] expected = new double[48];
        int[] at = {20, 24, 36, 40};
        for (int i = 0; i < at.length; i++) {
            for (int c = 0; c < 3; c++) {
                expected[at[i] + c] = 10 * (i + 1);
            }
            expected[at[i] + 3] = 255;
        }
        assertArrayEquals(expected, sheet);
    }
}
