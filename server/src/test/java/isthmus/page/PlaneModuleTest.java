package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Covariance;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page's planes are the server's. */
@Beside
class PlaneModuleTest {
    private static final int DIM = 7;

    @RegisterExtension
    final Pages pages = new Pages();

    private final Noise noise = new Noise(11, 0);

    private float[] drawn(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) noise.normal();
        }
        return values;
    }

    private Plane plane() {
        return Plane.along(Given.doubles(drawn(DIM)), Given.doubles(drawn(DIM)), Given.doubles(drawn(DIM)));
    }

    private static Map<String, Object> given(Plane plane) {
        return Map.of(
                "origin", Given.list(plane.origin()),
                "first", Given.list(plane.first()),
                "second", Given.list(plane.second()));
    }

    @Test
    void codesAreProjectedAndLiftedAsOnTheServer() {
        ScriptModule module = pages.module("/src/plane.js");
        for (int round = 0; round < 5; round++) {
            Plane plane = plane();
            float[] z = drawn(DIM);
            float[] place = plane.project(z, 1);
            assertArrayEquals(
                    Given.doubles(place),
                    module.numbers("(m, p, z) => m.project(p, z)", given(plane), Given.list(z)),
                    1e-6);
            float[] lifted = plane.lift(place, 1);
            double[] byPage = module.numbers("(m, p, xy) => m.lift(p, xy)", given(plane), Given.list(place));
            assertArrayEquals(Given.doubles(lifted), byPage); // to the bit: both are float32
        }
    }

    @Test
    void aCodeLiesOffThePlaneByItsDistanceFromItsShadow() {
        ScriptModule module = pages.module("/src/plane.js");
        Plane plane = plane();
        float[] z = drawn(DIM);
        float[] shadow = plane.lift(plane.project(z, 1), 1);
        double sum = 0;
        for (int d = 0; d < DIM; d++) {
            sum += Math.pow(z[d] - shadow[d], 2);
        }
        assertEquals(Math.sqrt(sum), module.number("(m, p, z) => m.offPlane(p, z)", given(plane), Given.list(z)), 1e-5);
        assertEquals(0, module.number("(m, p, z) => m.offPlane(p, z)", given(plane), Given.list(shadow)), 1e-5);
    }

    @Test
    void aPosteriorHasTheServersCovarianceAndEllipseInThePlane() {
        ScriptModule module = pages.module("/src/plane.js");
        for (int round = 0; round < 5; round++) {
            Plane plane = plane();
            float[] logvar = drawn(DIM);
            Covariance covariance = plane.covariance(logvar, 0);
            assertArrayEquals(
                    new double[] {covariance.xx(), covariance.xy(), covariance.yy()},
                    module.numbers(
                            "(m, p, l) => { const c = m.covariance(p, l); return [c.xx, c.xy, c.yy]; }",
                            given(plane),
                            Given.list(logvar)),
                    1e-12);
            double[] ellipse = module.numbers(
                    "(m, p, l) => { const e = m.ellipse(m.covariance(p, l)); return [e.major, e.minor, e.angle]; }",
                    given(plane),
                    Given.list(logvar));
            assertTrue(ellipse[0] >= ellipse[1] && Math.abs(ellipse[2]) <= Math.PI / 2);
            double major = ellipse[0] * ellipse[0]; // variances along the axes
            double minor = ellipse[1] * ellipse[1];
            double cos = Math.cos(ellipse[2]);
            double sin = Math.sin(ellipse[2]);
            assertEquals(covariance.xx(), major * cos * cos + minor * sin * sin, 1e-9);
            assertEquals(covariance.xy(), (major - minor) * cos * sin, 1e-9);
            assertEquals(covariance.yy(), major * sin * sin + minor * cos * cos, 1e-9);
        }
    }

    @Test
    void anUprightEllipseStandsUpright() {
        ScriptModule module = pages.module("/src/plane.js");
        assertArrayEquals(
                new double[] {3, 2, Math.PI / 2},
                module.numbers(
                        "(m) => { const e = m.ellipse({ xx: 4, xy: 0, yy: 9 }); return [e.major, e.minor, e.angle]; }"),
                1e-12);
    }

    @Test
    void aModelsOwnPlaneIsItsTwoAxesOrItsPrincipalComponents() {
        ScriptModule module = pages.module("/src/plane.js");
        String spec = "(m, dim, atlas) => m.specOf({ plane: null }, { latent: { dim }, atlas })";
        assertEquals(Map.of("axes", List.of(0, 1)), module.call(spec, 2, true));
        assertEquals(Map.of("principal", true), module.call(spec, 3, true));
        assertEquals(Map.of("axes", List.of(0, 1)), module.call(spec, 3, false), "without data none vary most");
        String chosen = "(m) => m.specOf({ plane: { axes: [3, 1] } }, { latent: { dim: 20 }, atlas: {} })";
        assertEquals(Map.of("axes", List.of(3, 1)), module.call(chosen));
        String key = "(m, version, plane) => m.planeKey({ version }, { plane })";
        assertNotEquals(module.call(key, "1", null), module.call(key, "1", Map.of("axes", List.of(0, 1))));
        assertNotEquals(module.call(key, "1", null), module.call(key, "2", null), "another version's is another");
    }

    @Test
    void threePointsOnALineAreNoPlaneAsOnTheServer() {
        ScriptModule module = pages.module("/src/plane.js");
        String spans = "(m, a, b, c) => m.spanPlane([a, b, c])";
        List<Integer> a = List.of(1, 2, 3);
        List<Integer> b = List.of(4, 4, 4);
        assertEquals(false, module.call(spans, a, b, a)); // there and back
        assertEquals(false, module.call(spans, a, b, List.of(7, 6, 5)));
        assertEquals(false, module.call(spans, a, a, b));
        assertEquals(true, module.call(spans, a, b, List.of(7, 6, 5.01)));
    }
}
