package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How images of digits are shown in the light: 0 is the page's paper and 255 its ink. */
final class Paper {
    /** By how much a colour may be off: rounding, here and of values that were decoded in another batch. */
    static final int TOLERANCE = 2;

    private static final int ZERO = 0xfbfaf6;
    private static final int ONE = 0x1f2527;

    private Paper() {}

    /** The colour of a value from 0 to 255, as 0xRRGGBB. */
    static int colour(double value) {
        int colour = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int zero = ZERO >> shift & 0xFF;
            int one = ONE >> shift & 0xFF;
            colour |= (int) Math.round(zero + value / 255 * (one - zero)) << shift;
        }
        return colour;
    }

    /** Holds that a canvas shows a grey image, pixel for pixel. */
    static void assertShows(int[] image, CanvasPixels canvas) {
        assertEquals(image.length, canvas.width() * canvas.height());
        assertTrue(differences(image, canvas) <= TOLERANCE, () -> "off by " + differences(image, canvas));
    }

    /** The largest difference between a grey image and what a canvas shows. */
    static int differences(int[] image, CanvasPixels canvas) {
        int most = 0;
        for (int i = 0; i < image.length; i++) {
            int shown = canvas.colour(i % canvas.width(), i / canvas.width());
            most = Math.max(most, CanvasPixels.apart(colour(image[i]), shown));
        }
        return most;
    }
}
