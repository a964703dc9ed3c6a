package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways and posteriors on the page are the server's. */
@Beside
class LatentModuleTest {
    private static final String FRAMES = "(m, keyframes, mode, frames) => Array.from({ length: frames },"
            + " (_, at) => m.codeAt(keyframes, mode, frames, at)).flat()";

    @RegisterExtension
    final Pages pages = new Pages();

    private final Noise noise = new Noise(5, 0);

    private float[] drawn(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2 * noise.normal());
        }
        return values;
    }

    private static List<List<Double>> rows(float[] keyframes, int dim) {
        List<List<Double>> rows = new ArrayList<>();
        for (int at = 0; at < keyframes.length; at += dim) {
            rows.add(Given.list(keyframes).subList(at, at + dim));
        }
        return rows;
    }

    /** A last digit of float32 is what sines of two libraries may differ by. */
    private static void same(float[] expected, double[] found) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 2 * Math.ulp(expected[i]), "number " + i);
        }
    }

    private void compared(ScriptModule latent, float[] keyframes, int dim, int frames) {
        for (Path mode : Path.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            same(mode.interpolate(keyframes, dim, frames), latent.numbers(FRAMES, rows(keyframes, dim), name, frames));
        }
    }

    @Test
    void bothWaysGoAsOnTheServer() {
        ScriptModule latent = pages.module("/src/latent.js");
        compared(latent, drawn(3 * 2), 2, 24);
        compared(latent, drawn(5 * 20), 20, 13);
        compared(latent, drawn(2 * 50), 50, 2);
    }

    @Test
    void aWayWithoutAnAngleOrWithTooManyGoesAsOnTheServer() {
        ScriptModule latent = pages.module("/src/latent.js");
        compared(latent, new float[] {1, 2, 3, -1, -2, -3}, 3, 7); // opposite: there are many ways round
        compared(latent, new float[] {0, 0, 0, 1, -2, 3}, 3, 7); // from the origin: there is none
        compared(latent, new float[] {1, 2, 3, 2, 4, 6}, 3, 7); // on one line with it
        compared(latent, new float[] {1, 2, 3, 1, 2, 3}, 3, 7);
    }

    @Test
    void aFrameBetweenTwoLiesOnTheWayBetweenThem() {
        ScriptModule latent = pages.module("/src/latent.js");
        String at = "(m, mode, at) => m.codeAt([[1, 0], [0, 1]], mode, 3, at)";
        assertArrayEquals(new double[] {0.75, 0.25}, latent.numbers(at, "lerp", 0.5), 1e-7);
        assertArrayEquals(
                new double[] {Math.cos(Math.PI / 8), Math.sin(Math.PI / 8)}, latent.numbers(at, "slerp", 0.5), 1e-7);
        assertArrayEquals(new double[] {0, 1}, latent.numbers(at, "slerp", 9)); // beyond the end is the end
        assertArrayEquals(new double[] {1, 0}, latent.numbers(at, "lerp", -1));
    }

    @Test
    void theDivergenceOfAPosteriorIsTheServers() {
        ScriptModule posterior = pages.module("/src/posterior.js");
        float[] mu = drawn(20);
        float[] logvar = drawn(20);
        logvar[0] = 0;
        mu[0] = 0;
        double[] found = posterior.numbers("(m, mu, l) => m.klByDimension(mu, l)", Given.list(mu), Given.list(logvar));
        assertArrayEquals(
                new Gaussian(mu, logvar, 0, 20)
                        .klByDimension(Gaussian.standard(20))
                        .orElseThrow(),
                found,
                1e-12);
        assertEquals(0, found[0]); // the prior itself
    }
}
