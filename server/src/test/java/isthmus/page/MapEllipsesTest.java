package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.atlas.Density;
import isthmus.latent.Covariance;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.page.MapPage.Seen;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is drawn on the map in lines: posteriors, the prior, the density. */
class MapEllipsesTest {
    private static final int[] ROWS = {3, 1234, 5678, 9999};
    private static final int DRAWS = 5000; // of each row
    private static final double EXACT = 2e-3; // of an ellipse's reach

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void ellipsesInTwoDimensionsAreThePosteriorsOneAndTwoStandardDeviations() {
        assertCalibrated("digits");
    }

    @Test
    void ellipsesInAPlaneOfTwentyDimensionsAreThePosteriorsProjected() {
        assertCalibrated("digits-20");
    }

    private void assertCalibrated(String id) {
        BundledModel model = new BundledModel(pages.address(), id);
        Plane plane = model.plane();
        int dim = plane.dim();
        MapPage map = null;
        int[] inside = new int[3];
        for (int row : ROWS) {
            float[] middle = plane.project(model.mu(row), 1);
            Covariance covariance = model.atlas().posteriors().get(row).covariance(plane);
            double span = 12 * Math.sqrt(Math.max(covariance.xx(), covariance.yy())); // large on the screen
            Link link = Link.to(id).view(middle[0], middle[1], span).pin(model.mu(row), row);
            Link plain = link.with("layers", "ellipses");
            map = map == null ? MapPage.open(pages, plain) : map.go(plain);
            Seen seen = map.seen();
            Gaussian posterior = new Gaussian(model.mu(row), model.logvar(row), 0, dim);
            Noise noise = Noise.named(row, "calibration");
            float[] draws = new float[DRAWS * dim];
            for (int i = 0; i < DRAWS; i++) {
                posterior.draw(noise, draws, i);
            }
            float[] places = plane.project(draws, DRAWS);
            for (int sigmas = 1; sigmas <= 2; sigmas++) {
                DrawnEllipse drawn = DrawnEllipse.of(
                        map.find("#map .posterior[data-of='row %d'] ellipse.sigma%d".formatted(row, sigmas)), seen);
                assertEquals(middle[0], drawn.x(), EXACT * span);
                assertEquals(middle[1], drawn.y(), EXACT * span);
                for (double angle = 0; angle < Math.PI; angle += Math.PI / 8) {
                    double u = Math.cos(angle);
                    double v = Math.sin(angle);
                    double variance = covariance.xx() * u * u + 2 * covariance.xy() * u * v + covariance.yy() * v * v;
                    double reach = sigmas * Math.sqrt(variance);
                    assertEquals(reach, drawn.reach(u, v), EXACT * reach, "row %d at %.2f".formatted(row, angle));
                }
                for (int i = 0; i < DRAWS; i++) {
                    inside[sigmas] += drawn.holds(places[2 * i], places[2 * i + 1]) ? 1 : 0;
                }
            }
        }
        for (int sigmas = 1; sigmas <= 2; sigmas++) {
            double share = 1 - Math.exp(-sigmas * sigmas / 2.0); // 39.3% and 86.5%
            int draws = DRAWS * ROWS.length;
            double error = 4 * Math.sqrt(share * (1 - share) / draws); // four deviations of a binomial share
            assertEquals(share, inside[sigmas] / (double) draws, error, sigmas + " standard deviations");
        }
    }

    @Test
    void thePriorsRingsAreOneTwoAndThreeWideAroundTheOrigin() {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        float[] origin = model.plane().project(new float[20], 1);
        MapPage map = MapPage.open(pages, Link.to("digits-20").view(0, 0, 8).with("layers", "prior"));
        Seen seen = map.seen();
        for (int sigmas = 1; sigmas <= 3; sigmas++) {
            DrawnEllipse ring =
                    DrawnEllipse.of(map.find("#map .prior circle[data-sigma='%d']".formatted(sigmas)), seen);
            assertEquals(origin[0], ring.x(), 0.01);
            assertEquals(origin[1], ring.y(), 0.01);
            assertEquals(sigmas, ring.reach(1, 0), 0.01);
            assertEquals(sigmas, ring.reach(0, 1), 0.01);
        }
    }

    @Test
    void contoursRunWhereTheDensityIsSoManyNatsBelowItsPeak() {
        BundledModel model = new BundledModel(pages.address(), "digits");
        Density density = Density.of(model.atlas());
        MapPage map = MapPage.open(pages, Link.to("digits").with("layers", "density"));
        map.page()
                .waitForCondition(
                        () -> map.find("#map .density path[data-nats]").count() == 6);
        double peak = median(density, points(map, 1)) + 1;
        float[] tops = new float[2 * 500];
        for (int i = 0; i < 500; i++) {
            System.arraycopy(model.mu(20 * i), 0, tops, 2 * i, 2);
        }
        float[] found = density.at(tops, 0, 500);
        Arrays.sort(found);
        assertEquals(found[499], peak, 0.3); // the peak of a grid, and the densest of some means
        for (int nats : new int[] {2, 4, 6, 8, 10}) {
            assertEquals(peak - nats, median(density, points(map, nats)), 0.15, nats + " nats below the peak");
        }
    }

    /** Some points of a contour, in plane units. */
    private static float[] points(MapPage map, int nats) {
        List<?> numbers = (List<?>) map.find("#map .density path[data-nats='%d']".formatted(nats))
                .evaluate("(path) => path.getAttribute('d').match(/-?[\\d.]+/g).map(Number)");
        int count = Math.min(120, numbers.size() / 2);
        assertTrue(count > 20, "a line of " + count + " points");
        float[] points = new float[2 * count];
        for (int i = 0; i < count; i++) {
            int at = 2 * (int) ((long) i * (numbers.size() / 2) / count);
            points[2 * i] = ((Number) numbers.get(at)).floatValue();
            points[2 * i + 1] = ((Number) numbers.get(at + 1)).floatValue();
        }
        return points;
    }

    private static double median(Density density, float[] points) {
        float[] found = density.at(points, 0, points.length / 2);
        Arrays.sort(found);
        return found[found.length / 2];
    }
}
