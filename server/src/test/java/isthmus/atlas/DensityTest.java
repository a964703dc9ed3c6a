package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.Posterior;
import isthmus.latent.Viewport;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class DensityTest {
    private static final Viewport AREA = new Viewport(-3, -2.5, 3.5, 3);

    /** log (1/n) Σ N(z; mu, diag exp(logvar)) at one point, each term as its formula is written, summed by magnitude. */
    private static double mixture(Atlas atlas, double[] z) {
        double[] terms = new double[atlas.count()];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < atlas.count(); i++) {
            for (int d = 0; d < z.length; d++) {
                double variance = Math.exp(atlas.posteriors().logvar()[i * z.length + d]);
                double offset = z[d] - atlas.mu()[i * z.length + d];
                terms[i] -= 0.5 * (Math.log(2 * Math.PI * variance) + offset * offset / variance);
            }
            greatest = Math.max(greatest, terms[i]);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (double term : terms) {
            sum = sum.add(BigDecimal.valueOf(Math.exp(term - greatest)), MathContext.DECIMAL64);
        }
        return greatest + Math.log(sum.doubleValue() / atlas.count());
    }

    private static double[] lifted(Plane plane, double s, double t) {
        double[] z = plane.origin();
        for (int d = 0; d < z.length; d++) {
            z[d] += s * plane.first()[d] + t * plane.second()[d];
        }
        return z;
    }

    @Test
    void oneRowHasTheDensityOfItsGaussian() {
        Atlas atlas = Atlases.of(3, new float[] {1, -2, 0.5f}, new float[] {-1, 0.3f, -4});
        float[] z = {0, 0, 0, 1, -2, 0.5f, 7, 7, 7};
        float[] found = Density.of(atlas).at(z, 0, 3);
        Posterior gaussian = atlas.posteriors().get(0);
        for (int row = 0; row < 3; row++) {
            double expected = gaussian.logDensity(z, row);
            assertEquals(expected, found[row], 1e-6 * Math.abs(expected));
        }
        assertArrayEquals(new float[] {found[1], found[2]}, Density.of(atlas).at(z, 1, 3));
    }

    @Test
    void manyStandardRowsAreTheStandardNormalAtAnyDistance() {
        Density density = Density.of(Atlases.of(2, new float[2000], new float[2000]));
        float[] at = density.at(new float[] {0, 0, 3, 4, 600, 800}, 0, 3);
        double top = -Math.log(2 * Math.PI);
        assertArrayEquals(new float[] {(float) top, (float) (top - 12.5), (float) (top - 500_000)}, at, 0.04f);
        assertEquals(top, at[0], 1e-6);
        assertEquals(top - 12.5, at[1], 1e-5);
    }

    @Test
    void theDensityAtCodesIsTheMixtureSummedTermByTerm() {
        Atlas atlas = Atlases.drawn(3, 500, 5, 1, -4, 0.5);
        Noise noise = new Noise(4, 0);
        float[] codes = noise.normals(20 * 5);
        codes[0] = 40; // one far from every row
        float[] found = Density.of(atlas).at(codes, 0, 20);
        for (int c = 0; c < 20; c++) {
            double[] z = new double[5];
            for (int d = 0; d < 5; d++) {
                z[d] = codes[c * 5 + d];
            }
            double expected = mixture(atlas, z);
            assertEquals(expected, found[c], 1e-6 + 1e-7 * Math.abs(expected));
        }
    }

    @Test
    void aSliceIsTheMixtureAtThePlanesPoints() {
        Atlas atlas = Atlases.drawn(5, 400, 6, 0.8, -5, 0);
        Plane plane =
                Plane.along(new double[] {0.1, -0.2, 0.3, 0, 0.5, 0}, new double[] {1, 2, -1, 0.5, 0, 1}, new double[] {
                    0, 1, 1, -3, 2, 0
                });
        int columns = 23;
        int rows = 17;
        float[] grid = Density.of(atlas).slice(plane).grid(AREA, columns, rows, 0, rows);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                double s = -3 + (c + 0.5) * 6.5 / columns;
                double t = -2.5 + (r + 0.5) * 5.5 / rows;
                double expected = mixture(atlas, lifted(plane, s, t));
                assertEquals(expected, grid[r * columns + c], 1e-6 + 1e-7 * Math.abs(expected));
            }
        }
    }

    @Test
    void whatIsCutOffIsLessThanTheStatedBoundWhereTheCutIsHardest() {
        // One high bump, and many that lie just under and just over the cut at its peak, where leaving them out is
        // worst.
        int many = 5000;
        Noise noise = new Noise(6, 0);
        double reach = Math.sqrt(2 * (PlaneMixture.NEGLIGIBLE + Math.log(many + 1)));
        float[] mu = new float[2 * (many + 1)];
        for (int i = 1; i <= many; i++) {
            double angle = 2 * Math.PI * noise.uniform();
            double radius = reach + 0.001 * (noise.uniform() - 0.2);
            mu[2 * i] = (float) (radius * Math.cos(angle));
            mu[2 * i + 1] = (float) (radius * Math.sin(angle));
        }
        Atlas atlas = Atlases.of(2, mu, new float[mu.length]);
        PlaneMixture mixture = Density.of(atlas).slice(Plane.axes(new double[2], 0, 1));
        double found = mixture.grid(new Viewport(-1, -1, 1, 1), 1, 1, 0, 1)[0];
        double expected = mixture(atlas, new double[2]);
        double rounding = Math.ulp((float) expected);
        assertTrue(expected - found < Math.exp(-PlaneMixture.NEGLIGIBLE) + rounding, "missing " + (expected - found));
        assertTrue(found - expected < rounding, "too much " + (found - expected));
    }

    @Test
    void farFromEveryRowTheGridIsStillExact() {
        Atlas atlas = Atlases.drawn(12, 300, 2, 0.5, -8, -6);
        Plane plane = Plane.axes(new double[2], 0, 1);
        float[] grid = Density.of(atlas).slice(plane).grid(new Viewport(-50, -50, 50, 50), 9, 9, 0, 9);
        double[] corner = {-50 + 50.0 / 9, -50 + 50.0 / 9};
        double expected = mixture(atlas, corner);
        assertTrue(expected < -100_000, "the example is far away");
        assertEquals(expected, grid[0], 1e-7 * Math.abs(expected));
    }

    @Test
    void inTwoDimensionsSliceAndProjectionAreTheSameAndAddUpToOne() {
        Atlas atlas = Atlases.drawn(13, 200, 2, 0.7, -3, -1);
        Density density = Density.of(atlas);
        Plane plane = Plane.along(new double[] {0.5, 1}, new double[] {1, 2}, new double[] {-1, 1});
        Viewport area = new Viewport(-6, -6, 6, 6);
        float[] slice = density.slice(plane).grid(area, 120, 120, 0, 120);
        float[] projection = density.projection(plane).grid(area, 120, 120, 0, 120);
        double mass = 0;
        for (int i = 0; i < slice.length; i++) {
            assertEquals(slice[i], projection[i], 1e-5 * Math.max(1, Math.abs(slice[i])));
            mass += Math.exp(slice[i]) * 0.01;
        }
        assertEquals(1, mass, 1e-4);
    }

    @Test
    void aProjectionOfAxesIsTheMixtureOfThoseAxesAlone() {
        Atlas atlas = Atlases.drawn(14, 150, 4, 1, -3, 0);
        float[] mu = new float[300];
        float[] logvar = new float[300];
        for (int i = 0; i < 150; i++) {
            mu[2 * i] = atlas.mu()[4 * i + 3];
            mu[2 * i + 1] = atlas.mu()[4 * i + 1] - 0.25f;
            logvar[2 * i] = atlas.posteriors().logvar()[4 * i + 3];
            logvar[2 * i + 1] = atlas.posteriors().logvar()[4 * i + 1];
        }
        Atlas flat = Atlases.of(2, mu, logvar);
        Plane plane = Plane.axes(new double[] {9, 0.25, 9, 0}, 3, 1);
        float[] grid = Density.of(atlas).projection(plane).grid(AREA, 8, 8, 0, 8);
        for (int r = 0; r < 8; r++) {
            for (int c = 0; c < 8; c++) {
                double[] z = {-3 + (c + 0.5) * 6.5 / 8, -2.5 + (r + 0.5) * 5.5 / 8};
                assertEquals(mixture(flat, z), grid[r * 8 + c], 1e-5);
            }
        }
    }

    @Test
    void aGridInPartsIsTheWholeGrid() {
        PlaneMixture mixture = Density.of(Atlases.drawn(15, 50, 3, 1, -2, 0)).slice(Plane.axes(new double[3], 0, 2));
        float[] whole = mixture.grid(AREA, 5, 7, 0, 7);
        for (int from = 0; from < 7; from += 3) {
            int to = Math.min(7, from + 3);
            float[] part = mixture.grid(AREA, 5, 7, from, to);
            assertEquals((to - from) * 5, part.length);
            for (int i = 0; i < part.length; i++) {
                assertEquals(whole[from * 5 + i], part[i]);
            }
        }
    }

    @Test
    void whatHasNoDensityIsRefused() {
        assertThrows(Failure.class, () -> Density.of(Atlases.of(2, new float[4], null)));
        assertThrows(Failure.class, () -> Density.of(Atlases.of(2, new float[0], new float[0])));
        Density density = Density.of(Atlases.drawn(16, 5, 3, 1, -2, 0));
        assertThrows(Failure.class, () -> density.slice(Plane.axes(new double[2], 0, 1)));
        assertThrows(Failure.class, () -> density.projection(Plane.axes(new double[4], 0, 1)));
        PlaneMixture mixture = density.slice(Plane.axes(new double[3], 0, 1));
        assertThrows(Failure.class, () -> mixture.grid(AREA, 0, 1, 0, 1));
        assertThrows(Failure.class, () -> mixture.grid(AREA, 4, 4, 2, 5));
    }

    private static final double[] SHARES = {0.5, 0.9, 0.99};

    @Test
    void aGaussiansLevelsAreItsDensityOnTheEllipsesThatHoldTheShares() {
        Density one = Density.of(Atlases.of(3, new float[] {1, -2, 0.5f}, new float[] {-1, 0.3f, -4}));
        Plane plane = Plane.along(new double[3], new double[] {1, 2, 0}, new double[] {0, 1, -1});
        for (PlaneMixture mixture : new PlaneMixture[] {one.projection(plane), one.slice(plane)}) {
            float[] levels = mixture.levels(SHARES);
            double top = Double.NEGATIVE_INFINITY;
            for (float value : mixture.grid(new Viewport(-3, -4, 3, 2), 240, 240, 0, 240)) {
                top = Math.max(top, value);
            }
            for (int s = 0; s < 3; s++) {
                double deviations = Math.sqrt(-2 * Math.log(1 - SHARES[s]));
                // Four standard errors of an order statistic of 2,048 exponential distances, and the grid's cells.
                double error = 4 * Math.sqrt(SHARES[s] / (1 - SHARES[s]) / 2048) + 0.01;
                assertEquals(top - deviations * deviations / 2, levels[s], error, SHARES[s] + " of the mass");
            }
        }
    }

    @Test
    void aMixturesLevelsHoldTheSharesOfTheWholePlane() {
        // Two rows that overlap in part, one four times as wide; in the slice their weights differ too.
        float[] mu = {0, 0, 0, 2, 1, 0.7f};
        float[] logvar = {-1.4f, -1.4f, 0, 1.4f, 1.4f, 0};
        Density density = Density.of(Atlases.of(3, mu, logvar));
        Plane plane = Plane.axes(new double[3], 0, 1);
        for (PlaneMixture mixture : new PlaneMixture[] {density.projection(plane), density.slice(plane)}) {
            float[] levels = mixture.levels(SHARES);
            float[] grid = mixture.grid(new Viewport(-14, -15, 16, 15), 600, 600, 0, 600);
            double all = 0;
            double[] above = new double[3];
            for (float value : grid) {
                all += Math.exp(value);
                for (int s = 0; s < 3; s++) {
                    above[s] += value > levels[s] ? Math.exp(value) : 0;
                }
            }
            for (int s = 0; s < 3; s++) {
                double error = 4 * Math.sqrt(SHARES[s] * (1 - SHARES[s]) / 2048) + 1e-3;
                assertEquals(SHARES[s], above[s] / all, error, SHARES[s] + " of the mass");
            }
        }
    }
}
