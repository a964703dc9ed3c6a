package isthmus.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FitMeasurementTest {
    private static final Shape SHAPE = new Shape(1, 28, 28);

    /** Where the upper half of a T is twice as wide as the lower one: its mass lies above the middle of its box. */
    private interface Place {
        int top(Random random, int side);
    }

    private static byte[] images(int background, int least, int most, Place place) {
        Random random = new Random(1);
        byte[] pixels = new byte[50 * 28 * 28];
        for (int i = 0; i < 50; i++) {
            int side = least + random.nextInt(most - least + 1);
            int top = place.top(random, side);
            int arm = 1 + random.nextInt(side / 2);
            for (int p = 0; p < 28 * 28; p++) {
                int y = p / 28 - top;
                int x = p % 28 - 14 + side / 4;
                boolean figure = y >= 0 && y < side && (y < arm ? x >= 0 && x < side / 2 : x == side / 4);
                pixels[i * 28 * 28 + p] = (byte) (figure ? 255 - background : background);
            }
        }
        return pixels;
    }

    /** Rows above the centre of mass of a T of this height, were its arm half of it. */
    private static Place byMass(int side) {
        return (random, ignored) -> 14 - side / 2;
    }

    @Test
    void imagesWhoseBoxesAreInTheMiddleAreCentredByTheBox() {
        DataFit found = FitMeasurement.of(SHAPE, images(0, 20, 20, byMass(20)));
        assertEquals(new DataFit(20, Centring.BOX, 0.0, true), found);
        assertEquals(
                1.0, FitMeasurement.of(SHAPE, images(255, 20, 20, byMass(20))).background());
    }

    @Test
    void figuresOfManySizesOrPlacesAreNotCentred() {
        DataFit none = new DataFit(null, Centring.NONE, 0.0, true);
        assertEquals(none, FitMeasurement.of(SHAPE, images(0, 8, 24, (random, side) -> 14 - side / 2)));
        assertEquals(none, FitMeasurement.of(SHAPE, images(0, 10, 10, (random, side) -> random.nextInt(18))));
    }

    @Test
    void imagesWhoseMassIsInTheMiddleAreCentredByMass() {
        byte[] pixels = images(0, 20, 20, byMass(20));
        for (int i = 0; i < 50; i++) {
            float[] image = new float[28 * 28];
            for (int p = 0; p < image.length; p++) {
                image[p] = pixels[i * image.length + p] & 0xFF;
            }
            int down = (int) Math.round(14 - Window.massCentre(image, 28)[0]);
            for (int p = 0; p < image.length; p++) {
                int from = p - down * 28;
                pixels[i * image.length + p] = from >= 0 && from < image.length ? (byte) image[from] : 0;
            }
        }
        assertEquals(Centring.MASS, FitMeasurement.of(SHAPE, pixels).centring());
    }

    @Test
    void ofPicturesWithoutACommonBackgroundNothingIsKnown() {
        byte[] noise = new byte[50 * 28 * 28];
        new Random(2).nextBytes(noise);
        assertEquals(DataFit.UNKNOWN, FitMeasurement.of(SHAPE, noise));
    }
}
