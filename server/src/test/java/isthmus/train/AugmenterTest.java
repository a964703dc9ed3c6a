package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.image.Shape;
import isthmus.latent.Noise;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private static final Shape SHAPE = new Shape(3, 8, 8);

    private static float[] changed(Recipe.Augmentation how, float[] images, int count) {
        float[] changed = images.clone();
        new Augmenter(how, SHAPE, new Noise(1, 1)).apply(changed, count);
        return changed;
    }

    /** Channel c is bright by c + 1 tenths in a square of four pixels in the middle. */
    private static float[] squares(int count) {
        float[] images = new float[count * SHAPE.size()];
        for (int i = 0; i < images.length; i++) {
            int x = i % 8;
            int y = i / 8 % 8;
            images[i] = x >= 3 && x <= 4 && y >= 3 && y <= 4 ? (i / 64 % 3 + 1) / 10f : 0;
        }
        return images;
    }

    @Test
    void channelsChangePlacesWhole() {
        float[] squares = squares(60);
        float[] changed = changed(new Recipe.Augmentation(0, 0, 0, false, 1, false), squares, 60);
        Set<String> orders = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder order = new StringBuilder();
            for (int c = 0; c < 3; c++) {
                order.append(Math.round(changed[i * 192 + c * 64 + 3 * 8 + 3] * 10));
            }
            orders.add(order.toString());
        }
        assertEquals(Set.of("123", "132", "213", "231", "312", "321"), orders);
    }

    @Test
    void zoomingKeepsTheMiddleAndChangesTheSize() {
        float[] changed = changed(new Recipe.Augmentation(0, 0.5, 1, false, 0, false), squares(40), 40);
        boolean smaller = false;
        boolean larger = false;
        for (int i = 0; i < 40; i++) {
            double mass = 0;
            double across = 0;
            for (int p = 0; p < 64; p++) {
                mass += changed[i * 192 + p];
                across += changed[i * 192 + p] * (p % 8);
            }
            assertEquals(3.5, across / mass, 1e-4);
            smaller |= mass < 0.35;
            larger |= mass > 0.5;
        }
        assertTrue(smaller && larger, "both directions");
    }

    @Test
    void movingWithoutZoomCopiesPixels() {
        float[] ramp = new float[SHAPE.size()];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        float[] flipped = changed(new Recipe.Augmentation(2, 0, 1, true, 0, false), ramp, 1);
        for (float value : flipped) {
            assertEquals(Math.round(value), value, 0);
        }
        assertArrayEquals(ramp, changed(new Recipe.Augmentation(0, 0, 1, false, 0, false), ramp, 1));
    }
}
