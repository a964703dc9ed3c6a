package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageSupportTest {
    private static final int SIZE = 6;
    private static final int ROWS = 90;
    private static final int DIM = 3;

    private final byte[] images = bytes(5, ROWS * SIZE);

    private static byte[] bytes(long seed, int count) {
        byte[] bytes = new byte[count];
        Noise noise = new Noise(seed, 0);
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) noise.nextInt(256);
        }
        return bytes;
    }

    /** Sorts all rows by their distance, in their deviations or not, and averages over the first twenty that count. */
    private double byHand(Atlas atlas, float[] code, float[] image, Integer... without) {
        Comparator<Integer> byDistance = Comparator.comparingDouble(row -> {
            double sum = 0;
            for (int d = 0; d < DIM; d++) {
                float[] logvar = atlas.posteriors().logvar();
                double deviation = logvar == null ? 1 : Math.exp(logvar[row * DIM + d] / 2.0);
                sum += Math.pow((code[d] - atlas.mu()[row * DIM + d]) / deviation, 2);
            }
            return sum;
        });
        List<Integer> near = IntStream.range(0, ROWS)
                .boxed()
                .filter(row -> !Arrays.asList(without).contains(row))
                .sorted(byDistance)
                .limit(20)
                .toList();
        return near.stream().collect(Collectors.averagingDouble(row -> {
            double squares = 0;
            for (int p = 0; p < SIZE; p++) {
                squares += Math.pow(255 * image[p] - (images[row * SIZE + p] & 0xFF), 2);
            }
            return Math.sqrt(squares / SIZE);
        }));
    }

    @Test
    void itIsTheMeanDifferenceFromTheTwentySamplesThatAreNearestInTheirOwnDeviations() {
        Atlas spread = Atlases.drawn(4, ROWS, DIM, 1, -4, 1);
        for (Atlas atlas : List.of(spread, Atlases.of(DIM, spread.mu(), null))) {
            ImageSupport support = ImageSupport.of(atlas, ImageSupport.rows(atlas, SIZE), images);
            float[] codes = new Noise(6, 0).normals(5 * DIM);
            float[] decoded = new Noise(7, 0).uniforms(5 * SIZE);
            float[] found = support.differences(codes, decoded);
            for (int c = 0; c < 5; c++) {
                float[] code = Arrays.copyOfRange(codes, c * DIM, (c + 1) * DIM);
                float[] image = Arrays.copyOfRange(decoded, c * SIZE, (c + 1) * SIZE);
                assertEquals(byHand(atlas, code, image), found[c], 1e-3);
                assertEquals(byHand(atlas, code, image, 3, 41), support.difference(code, decoded, c, 3, 41), 1e-3);
            }
        }
    }

    @Test
    void ofLargeImagesEvenlySpreadRowsAreHeld() {
        Atlas atlas = Atlases.drawn(4, ROWS, DIM, 1, -4, 1);
        assertArrayEquals(new int[] {0, 22, 45, 67}, ImageSupport.rows(atlas, 2 << 20));
        assertArrayEquals(new int[] {0}, ImageSupport.rows(atlas, 9 << 20));
        assertEquals(ROWS, ImageSupport.rows(atlas, SIZE).length);
        int[] held = ImageSupport.rows(atlas, 2 << 20);
        byte[] black = new byte[4];
        ImageSupport support = ImageSupport.of(atlas, held, black);
        assertEquals(
                51, support.difference(new float[DIM], new float[] {0.2f}, 0, 22), 1e-3); // 22 is of the whole atlas
        black[1] = (byte) 255; // of row 22
        assertEquals(51, support.difference(new float[DIM], new float[] {0.2f}, 0, 22), 1e-3);
        assertEquals((3 * 51 + 204) / 4.0, support.difference(new float[DIM], new float[] {0.2f}, 0), 1e-3);
    }
}
