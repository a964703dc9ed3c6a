package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.atlas.Density;
import isthmus.latent.Covariance;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.page.MapPage.Seen;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is drawn on the map in lines: posteriors, the prior, the density. */
@Beside
class MapEllipsesTest {
    private static final int[] ROWS = {3, 1234, 5678, 9999};
    private static final int[] SHARES = {50, 90, 99}; // per cent within a line; ellipses are of the first two
    private static final int DRAWS = 5000; // of each row
    private static final double EXACT = 2e-3; // of an ellipse's reach

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void ellipsesInTwoDimensionsHoldHalfAndNineTenthsOfThePosterior() {
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
        int[] inside = new int[SHARES.length];
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
            for (int k = 0; k < 2; k++) {
                DrawnEllipse drawn = DrawnEllipse.of(
                        map.find("#map .posterior[data-of='row %d'] ellipse[data-mass='%d']".formatted(row, SHARES[k])),
                        seen);
                double sigmas = Math.sqrt(-2 * Math.log(1 - SHARES[k] / 100.0));
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
                    inside[k] += drawn.holds(places[2 * i], places[2 * i + 1]) ? 1 : 0;
                }
            }
        }
        for (int k = 0; k < 2; k++) {
            double share = SHARES[k] / 100.0;
            int draws = DRAWS * ROWS.length;
            double error = 4 * Math.sqrt(share * (1 - share) / draws); // four deviations of a binomial share
            assertEquals(share, inside[k] / (double) draws, error, share + " of the draws");
        }
    }

    @Test
    void thePriorsRingsHoldTheSameSharesAroundTheOrigin() {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        float[] origin = model.plane().project(new float[20], 1);
        MapPage map = MapPage.open(pages, Link.to("digits-20").view(0, 0, 8).with("layers", "prior"));
        Seen seen = map.seen();
        float[] draws = new Noise(1, 0).normals(2 * DRAWS);
        for (int share : SHARES) {
            DrawnEllipse ring = DrawnEllipse.of(map.find("#map .prior circle[data-mass='%d']".formatted(share)), seen);
            long inside = IntStream.range(0, DRAWS)
                    .filter(i -> ring.holds(origin[0] + draws[2 * i], origin[1] + draws[2 * i + 1]))
                    .count();
            double sigmas = Math.sqrt(-2 * Math.log(1 - share / 100.0));
            assertEquals(share / 100.0, inside / (double) DRAWS, 0.025, "of the prior's draws");
            assertEquals(origin[0], ring.x(), 0.01);
            assertEquals(origin[1], ring.y(), 0.01);
            assertEquals(sigmas, ring.reach(1, 0), 0.01);
            assertEquals(sigmas, ring.reach(0, 1), 0.01);
        }
    }

    @Test
    void contoursHoldTheSameSharesOfTheAggregatePosterior() {
        BundledModel model = new BundledModel(pages.address(), "digits");
        Density density = Density.of(model.atlas());
        MapPage map = MapPage.open(pages, Link.to("digits").with("layers", "density"));
        map.page()
                .waitForCondition(
                        () -> map.find("#map .density path[data-mass]").count() == 3);
        // Densities at draws of the mixture: of all of its components, one draw each.
        float[] draws = new float[2 * model.atlas().count()];
        Noise noise = Noise.named(1, "draws of the mixture");
        for (int row = 0; row < model.atlas().count(); row++) {
            model.atlas().posteriors().get(row).draw(noise, draws, row);
        }
        float[] some = new float[2 * 2000];
        for (int i = 0; i < 2000; i++) {
            System.arraycopy(draws, 2 * (i * 5), some, 2 * i, 2);
        }
        float[] found = density.at(some, 0, 2000);
        for (int share : SHARES) {
            double level = median(density, points(map, share));
            long above = IntStream.range(0, 2000).filter(i -> found[i] > level).count();
            assertEquals(share / 100.0, above / 2000.0, 0.03, share + "% lie within");
        }
        assertThat(map.find("#map .density-labels text")).hasText(new String[] {"99%", "90%", "50%"});
        // They are of the whole plane, whatever part of it is in view.
        Link near = Link.to("digits").view(1, 0, 0.3).with("layers", "density");
        MapPage zoomed = MapPage.open(pages, near);
        for (int share : SHARES) {
            String line = "#map .density path[data-mass='%d']".formatted(share);
            assertThat(zoomed.find(line)).hasAttribute("d", map.find(line).getAttribute("d"));
        }
    }

    /** Some points of a contour, in plane units. */
    private static float[] points(MapPage map, int share) {
        List<?> numbers = (List<?>) map.find("#map .density path[data-mass='%d']".formatted(share))
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
