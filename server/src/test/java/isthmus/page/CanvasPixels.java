package isthmus.page;

import com.microsoft.playwright.Locator;
import java.util.Base64;
import java.util.List;

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
}
