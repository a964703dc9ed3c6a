package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the lines of the report lie: charts, contours, holes and masks, against what they are in closed form. */
@Beside
class ReportModulesTest {
    private static final String WITH_POINTS = """
            async (m) => {
              const points = (d) => d.split(/[MLZ]/).filter(Boolean).map((point) => point.split(/[ ,]/).map(Number));
              %s
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private double[] with(String path, String body) {
        return pages.module(path).numbers(WITH_POINTS.formatted(body));
    }

    @Test
    void theTwoTermsOfTheBoundAddUpAlongOneAxis() {
        double[] usual = with("/src/charts.js", """
                const { zero, first, second, sum } = m.stack(120, 30);
                return [zero.left, first.left, first.width, second.left, second.width, sum.left];
                """);
        assertArrayEquals(new double[] {0, 0, 80, 80, 20, 100}, usual, 1e-12);
        double[] density = with("/src/charts.js", """
                const { zero, first, second, sum } = m.stack(-100, 25);
                return [zero.left, first.left, first.width, second.left, second.width, sum.left];
                """); // log p(x|z) above 0: −100 + 25 = −75
        assertArrayEquals(new double[] {100, 0, 100, 0, 25, 25}, density, 1e-12);
    }

    @Test
    void anEncoderIsCalledCalibratedOnlyWhereItsEllipsoidsHoldWhatTheySay() {
        Object said = pages.module("/src/coverage.js").call("""
                async (_, path) => {
                  const { coverageWords } = await import(path);
                  const words = (inner, outer) => coverageWords({ part: "test", extra:
                    { "coverage-39": inner, "coverage-86": outer, "coverage-images": 200 } });
                  return [words(0.41, 0.82), words(0.33, 0.83), words(0.16, 0.45), words(0.6, 0.97),
                    coverageWords({ part: "test" }), coverageWords(undefined)];
                }
                """, "/src/coverage.js");
        assertEquals(
                List.of(
                        words("41% and 82%", "calibrated"),
                        words("33% and 83%", "too narrow, or in the wrong place"),
                        words("16% and 45%", "too narrow, or in the wrong place"),
                        words("60% and 97%", "too wide"),
                        "",
                        ""),
                said);
    }

    private static String words(String held, String verdict) {
        return "Measured at one and two deviations, which in 2-D hold 39% and 86% of q(z|x): over 200 test images, these hold "
                + held + " of p(z|x): " + verdict + ".";
    }

    @Test
    void theRankSaysAmongWhichImagesAndByWhatItIs() {
        Object said = pages.module("/src/views/report/rank.js").call(WITH_POINTS.formatted("""
                const figure = m.create();
                const state = { kept: { model: "a" }, cards: [{ id: "a", atlas: { part: "all", count: 9 } }] };
                const image = { elbo: -120, floor: -100, percentile: 25, of: 4, among: "test", lessFloor: true,
                  histogram: { edges: [-40, -20, 0], counts: [1, 3] } };
                const words = (change) => {
                  figure.update({ ...image, ...change }, state);
                  document.body.replaceChildren(figure.element);
                  return [figure.element.querySelector("figcaption").innerText,
                    figure.element.querySelector("svg").getAttribute("aria-label")].join("; ");
                };
                return [words({}), words({ among: "all", lessFloor: false })];
                """));
        assertEquals(
                List.of(
                        "A higher bound plus its floor than 25.0% of 4 test images; 25.0 per cent of 4 test images have"
                                + " a lower bound plus floor than this image's −20.00 nats",
                        "A higher bound than 25.0% of 4 images of the data set, none known to be a test image;"
                                + " 25.0 per cent of 4 images of the data set, none known to be a test image have"
                                + " a lower bound than this image's −120.0 nats"),
                said);
    }

    @Test
    void boundsStandAtTheirLogarithmWithTheirErrorsAround() {
        double[] drawn = with("/src/charts.js", """
                const x = m.logarithmic([1, 5000], [0, 100]);
                const y = (value) => 10 * value;
                const bounds = { k: [1, 10, 100], bound: [-3, -2, -1], error: [NaN, 0.5, 0.25] };
                return [x.ticks.length, ...x.ticks, x.scale(1), x.scale(Math.sqrt(5000)), x.scale(5000),
                  ...points(m.band(bounds, Math.log10, y)).flat(), ...points(m.line(bounds.k, bounds.bound, Math.log10, y)).flat()];
                """);
        double[] wanted = {
            5, 1, 10, 100, 1000, 5000, 0, 50, 100, // no number hides another
            1, -15, 2, -7.5, 2, -12.5, 1,
            -25, // above from left to right, and back below; no band where there is no error
            0, -30, 1, -20, 2, -10
        };
        assertArrayEquals(wanted, drawn, 1e-9);
        double[] domain = with("/src/charts.js", "return m.domainOf([3, NaN, 5, Infinity]);");
        assertTrue(domain[0] < 3 && domain[0] > 2.5 && domain[1] > 5 && domain[1] < 5.5);
    }

    @Test
    void contoursOfANormalDistributionAreItsEllipses() {
        // Log density of N((0.5, -0.25), diag(0.04, 0.01)) on a grid; its mass within r deviations is 1 − exp(−r²/2).
        double[] radii = with("/src/contour.js", """
                const [columns, rows, area] = [200, 200, [-1, -1, 2, 0.5]];
                const values = Float32Array.from({ length: columns * rows }, (_, i) => {
                  const x = area[0] + 3 * ((i % columns) + 0.5) / columns - 0.5;
                  const y = area[1] + 1.5 * (Math.floor(i / columns) + 0.5) / rows + 0.25;
                  return -(x * x / 0.04 + y * y / 0.01) / 2;
                });
                const lines = m.contourPaths({ area, columns, rows, values }, -50, [-4.6, -0.7]);
                return lines.flatMap(({ value, d }) => {
                  const away = points(d).map(([x, y]) => Math.hypot((x - 0.5) / 0.2, (y + 0.25) / 0.1));
                  return [value, Math.min(...away), Math.max(...away)];
                });
                """);
        double[] wanted = {-4.6, Math.sqrt(9.2), Math.sqrt(9.2), -0.7, Math.sqrt(1.4), Math.sqrt(1.4)};
        assertArrayEquals(wanted, radii, 0.01);
    }

    @Test
    void thePosteriorIsSeenWholeAndStandsWhereItsCodesDo() {
        double[] seen = with("/src/truth.js", """
                const { project } = await import("/src/plane.js");
                const cells = { area: [0, 0, 4, 4], columns: 4, rows: 4,
                  values: [-9, -9, -9, -9, -9, 0, -1, -9, -9, -9, -9, -9, -9, -9, -9, -9] };
                const truth = { levels: [-0.5, -1, -2] };
                const { heights } = m.heightsOf(cells, truth);
                const q = { mu: [3, 1.5], logvar: [0, Math.log(0.25)] };
                const [left, bottom, right, top] = m.windowOf(cells, truth, q);
                const plane = { origin: [0.5, -2], first: [0.6, 0.8], second: [-0.8, 0.6] };
                const [a, b, c, d, e, f] = m.intoPlane(plane).match(/-?[\\d.]+(e-?\\d+)?/g).map(Number);
                const place = project(plane, [1.25, 7]);
                return [...heights, left < 1 && right > 5, bottom < 0.5 && top > 2.5, (right - left) - (top - bottom),
                  a * 1.25 + c * 7 + e - place[0], b * 1.25 + d * 7 + f - place[1]].map(Number);
                """);
        assertArrayEquals(new double[] {-2, -1, -0.5, 1, 1, 0, 0, 0}, seen, 1e-9);
    }

    @Test
    void aMixturesDensityInAPlaneIsThatOfItsDrawsPlacesAndItsLevelsHoldTheirShares() {
        // In three dimensions, on a plane along the first axis and between the others.
        double[] found = with("/src/mixture.js", """
                const half = Math.SQRT1_2;
                const plane = { origin: [0, 0, 0], first: [1, 0, 0], second: [0, half, half] };
                const one = { weights: [1], means: [[1, half, half]], logvars: [[0, Math.log(2), Math.log(6)]] };
                const { cells, levels } = m.mixtureOn(one, plane); // N((1, 1), diag(1, 4))
                const middle = Math.max(...cells.values);
                const two = { weights: [0.75, 0.25], means: [[-9, 0, 0], [9, 0, 0]], logvars: [[0, 0, 0], [0, 0, 0]] };
                const apart = m.mixtureOn(two, plane).cells;
                const mass = apart.values.reduce((sum, log, i) => sum + (i % apart.columns < apart.columns / 2 ? Math.exp(log) : 0), 0);
                const all = apart.values.reduce((sum, log) => sum + Math.exp(log), 0);
                return [middle, ...levels, ...cells.area, mass / all];
                """);
        double peak = -Math.log(2 * Math.PI) - Math.log(2);
        assertEquals(peak, found[0], 1e-3);
        for (int i = 0; i < 3; i++) {
            double share = new double[] {0.5, 0.9, 0.99}[i];
            assertEquals(peak + Math.log(1 - share), found[1 + i], 0.1);
        }
        assertArrayEquals(new double[] {-2.5, -6, 4.5, 8}, Arrays.copyOfRange(found, 4, 8), 1e-9);
        assertEquals(0.75, found[8], 1e-3);
    }

    @Test
    void holesAreWhereThePriorIsDenseAndImagesDifferFromAllAround() {
        // Images differ by 4 grey levels, but for a square in which it is 25; data support up to 20.
        double[] holes = with("/src/holes.js", """
                const [columns, rows, area] = [120, 120, [-3, -3, 3, 3]];
                const plane = { origin: [1, 1], first: [1, 0], second: [0, 1] }; // so the prior's middle is at (−1, −1)
                const values = Float32Array.from({ length: columns * rows }, (_, i) => {
                  const x = area[0] + 6 * ((i % columns) + 0.5) / columns;
                  const y = area[1] + 6 * (Math.floor(i / columns) + 0.5) / rows;
                  return Math.abs(x + 1) < 0.5 && Math.abs(y) < 0.25 ? 25 : 4;
                });
                const outline = points(m.holePath({ area, columns, rows, values }, plane, 20));
                const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
                const deep = m.depths({ area, columns, rows, values }, plane, 20);
                const far = deep[119 * columns + 119]; // (3, 3) lies outside of what holds 90% of the prior
                return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys), Math.max(...deep), far];
                """);
        assertArrayEquals(new double[] {-1.5, -0.5, -0.25, 0.25}, Arrays.copyOf(holes, 4), 0.03);
        assertEquals(5, holes[4], 1e-5);
        assertEquals(-1000, holes[5]);
    }

    @Test
    void masksHideWhatTheySayAndBrushesAreRound() {
        ScriptModule masks = pages.module("/src/masks.js");
        String counts =
                "(m) => ['left', 'right', 'top', 'bottom', 'middle', 'all'].map((name) => m.unknownOf(m.maskOf(name, { width: 28, height: 20 })))";
        assertArrayEquals(new double[] {280, 280, 280, 280, 140, 560}, masks.numbers(counts));
        double[] stroke = masks.numbers("""
                (m) => {
                  const size = { width: 9, height: 5 };
                  const before = m.maskOf("left", size);
                  const mask = m.stroked(null, size, [2.5, 2.5], [6.5, 2.5], 1.01, 1);
                  const back = m.stroked(before, size, [4.5, 2.5], [4.5, 2.5], 20, 0);
                  return [...mask, m.unknownOf(before), m.unknownOf(back), m.wished(back) === null, m.wished(mask) === mask].map(Number);
                }
                """);
        double[] wanted = {
            0, 0, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 1, 1, 1, 1, 1, 0, 0, //
            0, 1, 1, 1, 1, 1, 1, 1, 0, //
            0, 0, 1, 1, 1, 1, 1, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, //
            20, 0, 1, 1
        };
        assertArrayEquals(wanted, stroke);
    }

    @Test
    void theFamilyIsBlamedOnlyForAGapOfMoreThanTwoErrorsThatIsTrusted() {
        Object verdicts = pages.module("/src/views/report/refine.js").call("""
                (m) => {
                  const verdict = (family, familyError, trusted) =>
                    m.verdictOf({ kept: true, amortisation: 1, gainError: 0.02, family, familyError, trusted });
                  return [verdict(0.3, 0.1, true), verdict(0.19, 0.1, true), verdict(-0.05, 0.1, true), verdict(3, 0.1, false)];
                }
                """);
        String amortised = "1.00 ± 0.02 nats were the amortisation gap; ";
        assertEquals(
                List.of(
                        amortised
                                + "0.30 ± 0.10 nats are the approximation gap: what the best axis-aligned ellipse found"
                                + " still lacks.",
                        amortised + "no approximation gap is confirmed: 0.19 ± 0.10 nats.",
                        amortised + "no approximation gap is confirmed: −0.05 ± 0.10 nats.",
                        amortised + "the approximation gap is unknown, for the estimate of log p(x) is unreliable:"
                                + " too few effective draws, halves that disagree, or a few draws that outweigh the others."),
                verdicts);
    }

    @Test
    void whatWasWishedOfOneImageIsNotWishedOfTheNext() {
        Object wishes = pages.module("/src/state.js").call("""
                (m) => {
                  let state = m.update(m.initial(), { type: "open", kept: m.fresh("digits") });
                  const act = (action) => {
                    state = m.update(state, action);
                    const { open, refine, mask, noise } = state.report;
                    return [open, refine, mask !== null, noise].join(" ");
                  };
                  const pin = (z, row) => act({ type: "pin", spot: { z, row } });
                  pin([0, 1], 3);
                  const wish = () => act({ type: "report", change: { open: true, refine: true, mask: new Uint8Array(4), noise: 0.1 } });
                  return [wish(), pin([0.001, 1], 3), pin([2, 2], 4), wish(), pin([2, 2]), wish(),
                    act({ type: "model", id: "faces" })];
                }
                """);
        String all = "true true true 0.1";
        String none = "true false false 0";
        assertEquals(List.of(all, all, none, all, none, all, none), wishes);
    }
}
