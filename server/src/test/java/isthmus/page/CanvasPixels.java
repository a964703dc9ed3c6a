package isthmus.page;

import com.microsoft.playwright.Locator;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is on a canvas of the page.
 *
 * @param rgba (height, width, 4), not premultiplied
 */
record CanvasPixels(int width, int height, byte[] rgba) {
    private static final String READ = """
            (canvas, [x, y, width, height]) => {
              const part = canvas.getContext("2d").getImageData(x, y, width || canvas.width, height || canvas.height);
              let text = "";
              for (let i = 0; i < part.data.length; i += 16384) {
                text += String.fromCharCode(...part.data.subarray(i, i + 16384));
              }
              return [part.width, part.height, btoa(text)];
            }
            """;

    static CanvasPixels of(Locator canvas) {
        return of(canvas, 0, 0, 0, 0);
    }

    /** A part of it. */
    static CanvasPixels of(Locator canvas, int x, int y, int width, int height) {
        List<?> read = (List<?>) canvas.evaluate(READ, List.of(x, y, width, height));
        return new CanvasPixels(
                (Integer) read.get(0),
                (Integer) read.get(1),
                Base64.getDecoder().decode((String) read.get(2)));
    }

    /** One value, 0 to 255; channel 3 is the opacity. */
    int at(int x, int y, int channel) {
        return rgba[(y * width + x) * 4 + channel] & 0xFF;
    }

    /** The colour of a pixel as 0xRRGGBB. */
    int colour(int x, int y) {
        return at(x, y, 0) << 16 | at(x, y, 1) << 8 | at(x, y, 2);
    }

    /** The largest difference of two colours in one of their channels. */
    static int apart(int colour, int other) {
        int most = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            most = Math.max(most, Math.abs((colour >> shift & 0xFF) - (other >> shift & 0xFF)));
        }
        return most;
    }

    /** How many pixels have anything on them. */
    long painted() {
        return IntStream.range(0, width * height)
                .filter(i -> rgba[4 * i + 3] != 0)
                .count();
    }

    /** How many parts are painted that do not touch one another. */
    int parts() {
        boolean[] met = new boolean[width * height];
        int parts = 0;
        Deque<Integer> open = new ArrayDeque<>();
        for (int start = 0; start < met.length; start++) {
            if (met[start] || rgba[4 * start + 3] == 0) {
                continue;
            }
            parts++;
            met[start] = open.add(start);
            while (!open.isEmpty()) {
                int at = open.remove();
                for (int next : new int[] {at - 1, at + 1, at - width, at + width}) {
                    if (next >= 0 && next < met.length && !met[next] && rgba[4 * next + 3] != 0) {
                        met[next] = open.add(next);
                    }
                }
            }
        }
        return parts;
    }
}
