package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Noise;
import isthmus.latent.Tile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The map's one transform, and the tiles under it. */
@Beside
class ViewportModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void pixelsLeadBackToTheirPlace() {
        ScriptModule module = pages.module("/src/viewport.js");
        String farthest = """
                (m) => {
                  let most = 0;
                  for (const [x, y, span] of [[0, 0, 6], [-3.5, 250, 0.002], [12, -7, 200]]) {
                    const v = m.viewport({ x, y, span }, { width: 801, height: 613 });
                    for (const pixels of [[0, 0], [800.25, 612], [400.5, 306.5], [-90, 1000]]) {
                      const back = m.toPixels(v, m.toPlace(v, pixels));
                      most = Math.max(most, Math.abs(back[0] - pixels[0]), Math.abs(back[1] - pixels[1]));
                    }
                  }
                  return most;
                }
                """;
        assertEquals(0, module.number(farthest), 1e-7);
    }

    @Test
    void theShorterSideSpansWhatTheViewSaysAndUpIsPositive() {
        ScriptModule module = pages.module("/src/viewport.js");
        String corners = "(m, width, height) => m.areaOf(m.viewport({ x: 1, y: -2, span: 4 }, { width, height }))";
        assertArrayEquals(new double[] {-3, -4, 5, 0}, module.numbers(corners, 800, 400), 1e-12);
        assertArrayEquals(new double[] {-1, -6, 3, 2}, module.numbers(corners, 400, 800), 1e-12);
        assertArrayEquals(
                new double[] {-3, 0},
                module.numbers(
                        "(m) => m.toPlace(m.viewport({ x: 1, y: -2, span: 4 }, { width: 800, height: 400 }), [0, 0])"),
                1e-12);
    }

    @Test
    void aFitHoldsTheWholeAreaAndTouchesItsMarginOnOneSide() {
        ScriptModule module = pages.module("/src/viewport.js");
        String seen = "(m, area, width, height) => { const size = { width, height };"
                + " return m.areaOf(m.viewport(m.fit(area, size, 0.1), size)); }";
        // 8 by 2 with a tenth on each side is 9.6 by 2.4: in a square map the width decides, in a narrow one too.
        assertArrayEquals(
                new double[] {-0.8, -4.8 + 2, 8.8, 4.8 + 2}, module.numbers(seen, List.of(0, 1, 8, 3), 500, 500), 1e-9);
        assertArrayEquals(
                new double[] {-0.8, -19.2 / 2 + 2, 8.8, 19.2 / 2 + 2},
                module.numbers(seen, List.of(0, 1, 8, 3), 300, 600),
                1e-9);
        // In a map eight times as wide as high the height decides.
        assertArrayEquals(
                new double[] {4 - 9.6, 0.8, 4 + 9.6, 3.2}, module.numbers(seen, List.of(0, 1, 8, 3), 800, 100), 1e-9);
    }

    @Test
    void thePlaceOfACellsCentreIsInThatCellOfThatTile() {
        ScriptModule module = pages.module("/src/viewport.js");
        Noise noise = new Noise(3, 0);
        for (int level : new int[] {0, 1, 7, 10, 15}) {
            Tile tile = new Tile(level, noise.nextInt(1 << level), noise.nextInt(1 << level));
            List<String> expected = new ArrayList<>();
            for (int cell = 0; cell < Tile.CELLS; cell++) {
                expected.add("%d/%d/%d %d".formatted(level, tile.x(), tile.y(), cell));
            }
            assertEquals(
                    expected,
                    module.call(
                            "(m, level, centres) => Array.from({ length: centres.length / 2 }, (_, i) => { const at ="
                                    + " m.cellAt(level, [centres[2 * i], centres[2 * i + 1]]); return `${at.address} ${at.cell}`; })",
                            level,
                            Given.list(tile.coordinates())));
            assertEquals(Tile.width(level), module.number("(m, level) => m.tileWidth(level)", level));
        }
    }

    @Test
    void cellsOfTheChosenLevelAreNearlyAsWideAsWanted() {
        ScriptModule module = pages.module("/src/viewport.js");
        for (double span : new double[] {0.01, 0.25, 6, 100}) {
            int level = (int) module.number(
                    "(m, span) => m.levelFor(m.viewport({ x: 0, y: 0, span }, { width: 900, height: 700 }), 40)", span);
            double pixels = Tile.width(level) / Tile.SIDE * 700 / span;
            assertTrue(pixels > 40 / Math.sqrt(2) - 1e-9 && pixels < 40 * Math.sqrt(2) + 1e-9, span + ": " + pixels);
        }
        String extreme = "(m, span) => m.levelFor(m.viewport({ x: 0, y: 0, span }, { width: 9, height: 7 }), 40)";
        assertEquals(Tile.DEEPEST, module.number(extreme, 1e-9));
        assertEquals(0, module.number(extreme, 1e9));
    }

    @Test
    void withoutAViewTheMapShowsTheWholeAtlas() {
        ScriptModule module = pages.module("/src/viewport.js");
        String state = "{ kept: { view: %s }, space: %s, size: { width: %d, height: 400 } }";
        String area = "(m) => { const v = m.viewportOf(%s); return v && m.areaOf(v); }";
        String space = "{ plane: { extent: [-2, -2, 2, 2] } }";
        assertArrayEquals(
                new double[] {-2.24, -2.24, 2.24, 2.24},
                module.numbers(area.formatted(state.formatted("null", space, 400))),
                1e-9);
        assertArrayEquals(
                new double[] {0, 0, 2, 2},
                module.numbers(area.formatted(state.formatted("{ x: 1, y: 1, span: 2 }", space, 400))),
                1e-9);
        assertEquals(null, module.call(area.formatted(state.formatted("null", "null", 400))));
        assertEquals(null, module.call(area.formatted(state.formatted("null", space, 0))));
    }

    @Test
    void imagesStandInPlaceOfDotsWhereTheyAreFewLieApartAndAreNotDimmed() {
        String rows = """
                (m, count, width, apart) => {
                  const points = { key: "s", of: count, count, label: new Uint8Array(count).fill(1, 1, 2),
                    x: Float32Array.from({ length: count }, (_, row) => 0.01 + row * apart), y: new Float32Array(count) };
                  const kept = { view: { x: 0, y: 0, span: Math.min(width, 600) }, layers: { points: true, thumbnails: true }, dimmed: [1] };
                  const state = { kept, points, space: { key: "s" }, size: { width, height: 600 } };
                  const off = { ...state, kept: { ...kept, layers: { points: true, thumbnails: false } } };
                  return [...m.thumbnailsOf(state), -1, ...m.thumbnailsOf(off)];
                }
                """;
        ScriptModule module = pages.module("/src/thumbnails.js");
        assertArrayEquals(new double[] {0, 2, 3, -1}, module.numbers(rows, 4, 800, 40), "row 1 is dimmed");
        assertArrayEquals(new double[] {0, 3, -1}, module.numbers(rows, 5, 800, 12), "images that are 36 pixels wide");
        assertArrayEquals(
                new double[] {0, 2, -1}, module.numbers(rows, 6, 200, 40), "100 pixels to the right are seen");
        assertEquals(1, module.numbers(rows, 131, 10_000, 38).length, "131 are too many");
    }
}
