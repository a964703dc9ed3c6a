package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The bound of a q that is set by hand, over grids of log p(x, z) = c − (z − m)ᵀ P (z − m) / 2, of which everything is known
 * in closed form.
 */
@Beside
class ByHandModuleTest {
    private static final String MODULE = "/src/grid-bound.js";
    private static final double[] M = {0.4, -0.7};
    private static final double[][] P = {{60, 25}, {25, 40}};
    private static final double C = -80;
    private static final double LOG_EVIDENCE =
            C + Math.log(2 * Math.PI) - 0.5 * Math.log(P[0][0] * P[1][1] - P[0][1] * P[1][0]);

    /** A fine grid about the posterior, and a coarse one far around it. */
    private static final String GRIDS = """
            const joint = (x, y) => -80 - (60 * (x - 0.4) ** 2 + 50 * (x - 0.4) * (y + 0.7) + 40 * (y + 0.7) ** 2) / 2;
            const grid = (area, side) => ({ area, columns: side, rows: side, values: Float32Array.from({ length: side * side }, (_, i) =>
              joint(area[0] + (i % side + 0.5) * (area[2] - area[0]) / side, area[1] + (Math.floor(i / side) + 0.5) * (area[3] - area[1]) / side)) });
            const cells = grid([-0.6, -1.9, 1.4, 0.5], 96);
            const known = m.jointOf([cells, grid([-6, -6, 6, 6], 128)]);
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private double[] with(String body, Object... given) {
        return pages.module(MODULE).numbers("(m, ...given) => { %s %s }".formatted(GRIDS, body), given);
    }

    /** E_q log p(x, z) + H(q). */
    private static double exact(double x, double y, double wide, double narrow, double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        double a = wide * wide;
        double b = narrow * narrow;
        double xx = a * c * c + b * s * s;
        double xy = (a - b) * c * s;
        double yy = a * s * s + b * c * c;
        double dx = x - M[0];
        double dy = y - M[1];
        double quadratic = P[0][0] * (dx * dx + xx) + 2 * P[0][1] * (dx * dy + xy) + P[1][1] * (dy * dy + yy);
        return C - quadratic / 2 + 1 + Math.log(2 * Math.PI) + Math.log(wide * narrow);
    }

    @Test
    void theBoundIsWhatItIsInClosedFormNearThePosteriorAndFarFromIt() {
        double[][] all = {
            {0.4, -0.7, 0.1, 0.15, 0}, {0.5, -0.9, 0.2, 0.05, 35}, {-1.5, 2, 0.4, 0.3, -70}, {0.4, -0.7, 1.1, 0.02, 10}
        };
        for (double[] q : all) {
            double[] found = with("""
                    const [x, y, wide, narrow, turn] = given;
                    const { elbo, error } = m.handBound(known, { x, y, wide, narrow, turn });
                    return [elbo, error];
                    """, q[0], q[1], q[2], q[3], q[4]);
            double expected = exact(q[0], q[1], q[2], q[3], q[4]);
            assertEquals(
                    expected,
                    found[0],
                    2e-3 * Math.max(1, Math.abs(expected - LOG_EVIDENCE)),
                    List.of(q[0], q[3]).toString());
            assertTrue(found[1] < 0.02 * Math.max(1, Math.abs(expected - LOG_EVIDENCE)), "error " + found[1]);
        }
    }

    @Test
    void theBestOfAllIsThePosteriorItselfAndTheBestUprightOneHasItsPrecisions() {
        String search = """
                const q = m.bestNormal(known, [{ x: -0.5, y: 0.3, wide: 0.5, narrow: 0.5, turn: 0 }], given[0]);
                return [m.handBound(known, q).elbo, q.x, q.y, q.wide, q.narrow, q.turn];
                """;
        double[] best = with(search, false);
        assertEquals(LOG_EVIDENCE, best[0], 2e-3, "KL(q ‖ p(z|x)) is 0");
        double[] upright = with(search, true);
        double half = 0.5 * Math.log(P[0][0] * P[1][1] / (P[0][0] * P[1][1] - P[0][1] * P[1][0]));
        assertEquals(LOG_EVIDENCE - half, upright[0], 2e-3);
        assertArrayEquals(
                new double[] {M[0], M[1], 1 / Math.sqrt(P[0][0]), 1 / Math.sqrt(P[1][1]), 0},
                new double[] {upright[1], upright[2], upright[3], upright[4], upright[5]},
                3e-3);
    }

    @Test
    void modesAreWhereTheGridIsHighest() {
        double[] places = with("return m.peaksOf(cells, 8).flat();");
        assertArrayEquals(M, places, 0.02);
    }
}
