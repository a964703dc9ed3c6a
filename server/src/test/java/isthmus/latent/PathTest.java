package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PathTest {
    private static float[] frame(float[] path, int dim, int frame) {
        return Arrays.copyOfRange(path, frame * dim, (frame + 1) * dim);
    }

    private static double length(float[] vector) {
        return Vectors.length(Vectors.doubles(vector, 0, vector.length));
    }

    private static double angle(float[] a, float[] b) {
        double cosine = Vectors.dot(Vectors.doubles(a, 0, a.length), Vectors.doubles(b, 0, b.length));
        return Math.acos(Math.min(1, Math.max(-1, cosine / length(a) / length(b))));
    }

    @Test
    void endpointsAreTheKeyframesToTheBit() {
        float[] keyframes = new Noise(61, 0).normals(21);
        for (Path path : Path.values()) {
            for (int frames : new int[] {2, 3, 7, 100}) {
                float[] out = path.interpolate(keyframes, 7, frames);
                assertEquals(frames * 7, out.length);
                assertArrayEquals(frame(keyframes, 7, 0), frame(out, 7, 0));
                assertArrayEquals(frame(keyframes, 7, 2), frame(out, 7, frames - 1));
            }
            assertArrayEquals(frame(keyframes, 7, 1), frame(path.interpolate(keyframes, 7, 11), 7, 5));
        }
    }

    @Test
    void lerpIsEvenlySpacedOverManyKeyframes() {
        float[] out = Path.LERP.interpolate(new float[] {0, 0, 4, 8, 4, 0}, 2, 9);
        assertArrayEquals(new float[] {0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 4, 6, 4, 4, 4, 2, 4, 0}, out);
    }

    @Test
    void slerpOverAQuarterTurnFollowsTheCircle() {
        float[] out = Path.SLERP.interpolate(new float[] {2, 0, 0, 2}, 2, 7);
        for (int f = 0; f < 7; f++) {
            double angle = f * Math.PI / 12;
            assertArrayEquals(
                    new float[] {(float) (2 * Math.cos(angle)), (float) (2 * Math.sin(angle))},
                    frame(out, 2, f),
                    1e-6f);
        }
    }

    @Test
    void slerpTurnsEvenlyAndItsLengthRunsEvenly() {
        float[] keyframes = new Noise(62, 0).normals(40);
        float[] a = frame(keyframes, 20, 0);
        float[] b = frame(keyframes, 20, 1);
        float[] out = Path.SLERP.interpolate(keyframes, 20, 5);
        for (int f = 0; f < 5; f++) {
            float[] z = frame(out, 20, f);
            assertEquals(length(a) + f / 4.0 * (length(b) - length(a)), length(z), 1e-5);
            assertEquals(f / 4.0 * angle(a, b), angle(a, z), 1e-3);
            assertEquals((1 - f / 4.0) * angle(a, b), angle(z, b), 1e-3);
        }
    }

    @Test
    void slerpBetweenOppositePointsGoesAroundTheOrigin() {
        float[] out = Path.SLERP.interpolate(new float[] {3, 0.1f, 0, -3, -0.1f, 0}, 3, 3);
        assertArrayEquals(new float[] {0, 0, (float) Math.sqrt(9.01)}, frame(out, 3, 1), 1e-5f);
    }

    @Test
    void slerpIsStraightWhereThereIsNothingToTurn() {
        float[][] pairs = {{0, 0, 4, 2}, {1, 2, 2, 4}, {5, 5, 5, 5}};
        for (float[] pair : pairs) {
            assertArrayEquals(Path.LERP.interpolate(pair, 2, 5), Path.SLERP.interpolate(pair, 2, 5), 1e-6f);
        }
        assertArrayEquals(new float[] {1, 0, -1}, Path.SLERP.interpolate(new float[] {1, -1}, 1, 3));
    }

    @Test
    void whatIsNoPathIsRefused() {
        assertThrows(Failure.class, () -> Path.LERP.interpolate(new float[3], 3, 5));
        assertThrows(Failure.class, () -> Path.LERP.interpolate(new float[7], 3, 5));
        assertThrows(Failure.class, () -> Path.SLERP.interpolate(new float[6], 3, 1));
    }
}
