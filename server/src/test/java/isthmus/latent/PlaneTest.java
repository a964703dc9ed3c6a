package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import org.junit.jupiter.api.Test;

class PlaneTest {
    private static final double[] ORIGIN = {1, -2, 0.5, 3};

    private static void assertOrthonormal(Plane plane) {
        double[] u = plane.first();
        double[] v = plane.second();
        assertEquals(1, Vectors.dot(u, u), 1e-14);
        assertEquals(1, Vectors.dot(v, v), 1e-14);
        assertEquals(0, Vectors.dot(u, v), 1e-14);
    }

    @Test
    void twoAxesReadOffTheirCoordinatesFromTheOrigin() {
        Plane plane = Plane.axes(ORIGIN, 3, 1);
        assertArrayEquals(new float[] {4, 1, 0, 0}, plane.project(new float[] {9, -1, 9, 7, 0, -2, 0, 3}, 2));
        assertArrayEquals(new float[] {1, 3, 0.5f, 1, 1, -2, 0.5f, 3}, plane.lift(new float[] {-2, 5, 0, 0}, 2));
    }

    @Test
    void inOneDimensionTheSecondDirectionIsNone() {
        double[] origin = {2};
        Plane line = Plane.axes(origin, 0, 1);
        assertArrayEquals(new float[] {-1, 0, 3, 0}, line.project(new float[] {1, 5}, 2));
        assertArrayEquals(
                new float[] {1, 5}, line.lift(new float[] {-1, 7, 3, -2}, 2), "whatever the second coordinate");
        assertArrayEquals(new float[] {0, 0}, line.distances(new float[] {1, 5}, 2));
        Covariance covariance = line.covariance(new float[] {(float) Math.log(4)}, 0);
        assertEquals(4, covariance.xx(), 1e-6);
        assertEquals(0, covariance.yy());
        assertEquals(line, Plane.along(origin, line.first(), line.second()));
        assertThrows(Failure.class, () -> Plane.axes(origin, 0, 2));
    }

    @Test
    void planesOfTheSameNumbersAreEqualAndOthersAreNot() {
        Plane plane = Plane.axes(ORIGIN, 3, 1);
        Plane same = Plane.along(ORIGIN.clone(), new double[] {0, 0, 0, 2}, new double[] {0, 1, 0, 5});
        assertEquals(plane, same);
        assertEquals(plane.hashCode(), same.hashCode());
        assertNotEquals(plane, Plane.axes(ORIGIN, 1, 3));
        assertNotEquals(plane, Plane.axes(new double[4], 3, 1));
        assertArrayEquals(new double[] {1, -2, 0.5, 3}, plane.origin());
    }

    @Test
    void directionsAreMadeOrthonormalAndTheFirstIsKept() {
        Plane plane = Plane.along(ORIGIN, new double[] {0, 3, 4, 0}, new double[] {0, 3, 4.001, 0.001});
        assertOrthonormal(plane);
        assertArrayEquals(new double[] {0, 0.6, 0.8, 0}, plane.first(), 1e-15);
    }

    @Test
    void liftedCoordinatesProjectBackAndProjectionIsTheNearestPoint() {
        Plane plane = Plane.along(ORIGIN, new double[] {1, 2, -1, 0.5}, new double[] {0, 1, 1, -3});
        float[] coordinates = {1.5f, -2.25f, 0.125f, 3};
        assertArrayEquals(coordinates, plane.project(plane.lift(coordinates, 2), 2), 1e-5f);

        float[] point = {0.3f, 0.7f, -1.1f, 2};
        float[] nearest = plane.lift(plane.project(point, 1), 1);
        double[] offset = Vectors.sum(Vectors.doubles(point, 0, 4), -1, Vectors.doubles(nearest, 0, 4));
        assertEquals(0, Vectors.dot(offset, plane.first()), 1e-6);
        assertEquals(0, Vectors.dot(offset, plane.second()), 1e-6);
    }

    @Test
    void theCovarianceIsThatOfProjectedDraws() {
        Plane plane = Plane.along(ORIGIN, new double[] {1, 2, -1, 0.5}, new double[] {0, 1, 1, -3});
        float[] mean = {1, 2, 3, 4};
        float[] logvar = {-1, 0.5f, -2, 0};
        Covariance covariance = plane.covariance(logvar, 0);

        int n = 100_000;
        Gaussian posterior = new Gaussian(mean, logvar, 0, 4);
        Noise noise = new Noise(41, 0);
        float[] draws = new float[n * 4];
        for (int i = 0; i < n; i++) {
            posterior.draw(noise, draws, i);
        }
        float[] projected = plane.project(draws, n);
        float[] centre = plane.project(mean, 1);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = projected[2 * i] - centre[0];
            double y = projected[2 * i + 1] - centre[1];
            xx += x * x / n;
            xy += x * y / n;
            yy += y * y / n;
        }
        double five = 5 / Math.sqrt(n);
        assertEquals(covariance.xx(), xx, five * Math.sqrt(2) * covariance.xx());
        assertEquals(covariance.yy(), yy, five * Math.sqrt(2) * covariance.yy());
        double mixed = covariance.xx() * covariance.yy() + covariance.xy() * covariance.xy();
        assertEquals(covariance.xy(), xy, five * Math.sqrt(mixed));
        assertTrue(Math.abs(covariance.xy()) > 2 * five * Math.sqrt(mixed), "the example has a tilted ellipse");
    }

    @Test
    void aPlaneOfAxesGivesTheVariancesOfThoseAxes() {
        Covariance covariance = Plane.axes(new double[3], 2, 0).covariance(new float[] {0, 0, 0, 0.5f, 7, -1}, 1);
        assertEquals(Math.exp(-1), covariance.xx(), 1e-15);
        assertEquals(0, covariance.xy());
        assertEquals(Math.exp(0.5), covariance.yy(), 1e-15);
    }

    @Test
    void aPlaneThroughThreePointsHoldsThem() {
        float[] a = {1, 0, 2, -1};
        float[] b = {4, 4, 2, -1};
        float[] c = {0, 1, 1, 5};
        Plane plane = Plane.through(a, b, c);
        assertOrthonormal(plane);
        assertArrayEquals(new float[] {0, 0, 5, 0}, plane.project(new float[] {1, 0, 2, -1, 4, 4, 2, -1}, 2), 1e-6f);
        assertArrayEquals(c, plane.lift(plane.project(c, 1), 1), 1e-6f);
    }

    @Test
    void principalDirectionsAreThoseTheCloudWasMadeOf() {
        double[] long3 = {0.6, 0, -0.8};
        double[] short3 = {0, -1, 0};
        double[] thin3 = {0.8, 0, 0.6};
        int n = 20_000;
        Noise noise = new Noise(51, 0);
        float[] cloud = new float[n * 3];
        for (int i = 0; i < n; i++) {
            double p = 3 * noise.normal();
            double q = noise.normal();
            double r = 0.2 * noise.normal();
            for (int d = 0; d < 3; d++) {
                cloud[i * 3 + d] = (float) (10 + p * long3[d] + q * short3[d] + r * thin3[d]);
            }
        }
        PrincipalComponents components = PrincipalComponents.of(cloud, n, 3);
        Plane plane = Plane.principal(components);
        assertOrthonormal(plane);
        // Turned so that the greatest number of each is positive.
        assertArrayEquals(new double[] {-0.6, 0, 0.8}, plane.first(), 0.02);
        assertArrayEquals(new double[] {0, 1, 0}, plane.second(), 0.02);
        assertArrayEquals(new float[] {10, 10, 10}, plane.lift(new float[2], 1), 0.1f);
        assertArrayEquals(new double[] {9, 1, 0.04}, components.variances(), 0.3);
        assertEquals(10 / 10.04, plane.shareOf(cloud, n), 1e-3);
        assertEquals(1.04 / 10.04, Plane.along(new double[3], short3, thin3).shareOf(cloud, n), 0.01);
    }

    @Test
    void ofManyDimensionsTheLeadingComponentsAreThoseOfTheWholeCovariance() {
        int dim = 300;
        for (int n : new int[] {400, 7}) {
            Noise noise = new Noise(5, n);
            float[] cloud = noise.normals(n * dim);
            for (int i = 0; i < cloud.length; i++) {
                cloud[i] = (float) (3 + cloud[i] / Math.sqrt(1 + i % dim)); // along the axes, ever less
            }
            PrincipalComponents whole = PrincipalComponents.of(cloud, n, dim);
            PrincipalComponents leading = PrincipalComponents.leading(cloud, n, dim);
            for (int i = 0; i < 2; i++) {
                assertEquals(whole.variances()[i], leading.variances()[i], 1e-6);
                assertEquals(1, Vectors.dot(whole.direction(i), leading.direction(i)), 1e-4);
            }
        }
        PrincipalComponents none = PrincipalComponents.leading(new float[2 * dim], 2, dim);
        assertArrayEquals(new double[2], none.variances());
        assertOrthonormal(Plane.principal(none));
    }

    @Test
    void aPointIsAsFarFromAPlaneAsItsFootIs() {
        Plane plane = Plane.along(new double[] {1, 0, 0, 2}, new double[] {0, 3, 4, 0}, new double[] {2, 0, 0, 0});
        // Along (0, 0.6, 0.8, 0) and (1, 0, 0, 0), so that (0, 0.8, −0.6, 0) and (0, 0, 0, 1) are left.
        float[] points = {1, 0, 0, 2, 9, 0.6f, 0.8f, 2, 0, 0.8f * 3, -0.6f * 3, 6};
        assertArrayEquals(new float[] {0, 0, 5}, plane.distances(points, 3), 1e-6f);
    }

    @Test
    void whatSpansNoPlaneIsRefused() {
        float[] a = {0, 0, 0};
        float[] b = {1, 1, 1};
        float[] c = {2, 2, 2};
        assertThrows(Failure.class, () -> Plane.through(a, b, c));
        assertThrows(Failure.class, () -> Plane.through(a, a, c));
        assertThrows(Failure.class, () -> Plane.through(a, b, new float[2]));
        assertThrows(Failure.class, () -> Plane.axes(new double[3], 1, 1));
        assertThrows(Failure.class, () -> Plane.axes(new double[3], 0, 3));
        assertThrows(
                Failure.class,
                () -> Plane.along(new double[3], new double[] {1, 1, 1}, new double[] {Double.NaN, 0, 0}));
        assertThrows(Failure.class, () -> PrincipalComponents.of(new float[4], 4, 1));
    }
}
