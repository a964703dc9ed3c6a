package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Noise;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The formats that the page writes by hand are what others read. */
@Beside
class TakeModuleTest {
    private static final int SIDE = 150;

    @RegisterExtension
    final Pages pages = new Pages();

    /** Noise, which fills the dictionary again and again, and runs, which make it deep. */
    private static List<Integer> indices(int colours, boolean noisy) {
        Noise noise = new Noise(colours, 0);
        return IntStream.range(0, SIDE * SIDE)
                .map(i -> noisy ? Math.floorMod(noise.nextLong(), colours) : i / 97 % colours)
                .boxed()
                .toList();
    }

    @Test
    void gifsOfAnyNumberOfColoursAreReadBackToThePixel() throws IOException {
        ScriptModule gif = pages.module("/src/take/gif.js");
        for (int colours : new int[] {1, 2, 3, 4, 5, 16, 17, 200, 256}) {
            for (boolean noisy : new boolean[] {true, false}) {
                List<Integer> indices = indices(colours, noisy);
                byte[] file = bytes(gif.numbers("""
                        (m, side, colours, indices) => {
                          const palette = Uint8Array.from({ length: 3 * colours }, (_, i) => (i % 3 ? 7 * i : i / 3));
                          const gif = m.gifWriter(side, side, palette, "made by a test");
                          gif.frame(Uint8Array.from(indices), 4);
                          return gif.end();
                        }
                        """, SIDE, colours, indices));
                BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
                for (int i = 0; i < indices.size(); i++) {
                    int colour = read.getRGB(i % SIDE, i / SIDE);
                    assertEquals(indices.get(i), colour >> 16 & 0xFF, "pixel %d of %d colours".formatted(i, colours));
                }
            }
        }
    }

    private static byte[] bytes(double[] numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) numbers[i];
        }
        return bytes;
    }

    @Test
    void framesKeepTheirSpeedTogether() {
        ScriptModule gif = pages.module("/src/take/gif.js");
        for (int speed : new int[] {4, 7, 12, 24, 48}) {
            double[] delays = gif.numbers("(m, speed) => m.delays(480, speed)", speed);
            double sum = 0;
            for (double delay : delays) {
                assertTrue(Math.abs(delay - 100.0 / speed) < 1, delay + " at " + speed);
                sum += delay;
            }
            assertEquals(48000.0 / speed, sum, 0.5);
        }
    }

    @Test
    void aPaletteOfManyColoursIsNearToEachOfThem() {
        double[] apart = pages.module("/src/take/colours.js").numbers("""
                (m) => {
                  const frames = [0, 1].map((f) => new Uint8ClampedArray(4 * 64 * 64).map((_, i) =>
                    i % 4 === 3 ? 255 : (i % 4 === 0 ? (i >> 2) % 64 : i % 4 === 1 ? i >> 8 : 32 * f) * 4));
                  const { colours, index } = m.palette(frames);
                  const off = frames.flatMap((rgba) => Array.from({ length: rgba.length / 4 }, (_, p) =>
                    Math.max(...[0, 1, 2].map((c) => Math.abs(rgba[4 * p + c] - colours[3 * index(rgba, 4 * p) + c])))));
                  return [colours.length / 3, Math.max(...off), off.reduce((a, b) => a + b) / off.length];
                }
                """);
        assertTrue(apart[0] <= 256, apart[0] + " colours");
        assertTrue(apart[1] <= 40 && apart[2] <= 12, "at most %f, on average %f".formatted(apart[1], apart[2]));
    }

    @Test
    void textIsReadFromWholePicturesAloneAndNothingElseIsTakenForOne() {
        Map<?, ?> read = (Map<?, ?>) pages.module("/src/take/png-text.js").call("""
                async (m) => {
                  const canvas = new OffscreenCanvas(3, 2);
                  canvas.getContext("2d");
                  const blob = await canvas.convertToBlob({ type: "image/png" });
                  const plain = new Uint8Array(await blob.arrayBuffer());
                  const png = m.withTexts(plain, { First: "one", Recipe: "café ↔ “z”" });
                  const wrong = [];
                  for (let at = 0; at < png.length; at++) {
                    const cut = m.textOf(png.subarray(0, at), "Recipe");
                    const damaged = png.slice();
                    damaged[at] ^= 0x41;
                    const other = m.textOf(damaged, "Recipe");
                    if (![null, "café ↔ “z”"].includes(cut) || ![null, "café ↔ “z”"].includes(other)) {
                      wrong.push(at);
                    }
                  }
                  return { text: m.textOf(png, "Recipe"), none: m.textOf(plain, "Recipe"), other: m.textOf(png, "Rec"), wrong };
                }
                """);
        assertEquals("café ↔ “z”", read.get("text"));
        assertEquals(null, read.get("none"));
        assertEquals(null, read.get("other"));
        assertEquals(List.of(), read.get("wrong"));
    }
}
