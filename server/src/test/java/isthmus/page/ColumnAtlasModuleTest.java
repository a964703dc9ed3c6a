package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of an atlas of columns is asked for, and how counts become colours, beside closed forms. */
@Beside
class ColumnAtlasModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    private ScriptModule columnAtlas() {
        return pages.module("/src/column-atlas.js");
    }

    private ScriptModule cells() {
        return pages.module("/src/layers/cells.js");
    }

    @Test
    void aTileLooksAlikeAtEveryLevelOfTheSameDensityAndMixesTheColoursOfItsClasses() {
        String painted = """
                (m, level, one, other) => {
                  const square = [-3, -3, 6];
                  const look = { colours: [[200, 0, 100], [0, 80, 100]], faint: new Uint8Array(256) };
                  const tile = { level, x: 0, y: 0, points: 0, cell: Int32Array.of(65, 65), count: Int32Array.of(one, other), label: Uint8Array.of(0, 1) };
                  const rgba = new Uint8ClampedArray(64 * 64 * 4);
                  m.paintCells(tile, square, 10000, look, null, rgba);
                  const at = 4 * (62 * 64 + 1); // the second row from below, the second column
                  return [...rgba.slice(at, at + 4), rgba.filter((v, i) => i % 4 === 3 && v > 0).length];
                }""";
        double[] coarse = cells().numbers(painted, 2, 48, 16);
        double[] fine = cells().numbers(painted, 4, 3, 1);
        assertArrayEquals(new double[] {150, 20, 100, coarse[3], 1}, coarse);
        assertArrayEquals(coarse, fine);
        double share = Math.log1p(300 * 64 * Math.pow(64 * 4 / 6.0, 2) / 10_000) / Math.log1p(300);
        assertEquals(255 * (0.16 + 0.74 * Math.min(1, share)), coarse[3], 0.51);
        double[] emptier = cells().numbers(painted, 0, 3, 1);
        double less = Math.log1p(300 * 4 * Math.pow(64 / 6.0, 2) / 10_000) / Math.log1p(300);
        assertEquals(255 * (0.16 + 0.74 * less), emptier[3], 0.51);
    }

    @Test
    void pointsOfATileAreCountedByCell() {
        double[] peak = cells().numbers("""
                        (m) => {
                          const [px, py] = [[0.1, 0.15, 0.12, 3.9, 4], [0.1, 0.19, 0.05, 0.1, 4]].map((list) => Float32Array.from(list));
                          const tile = { level: 0, x: 0, y: 0, points: 5, px, py };
                          return [m.peakOf(tile, [0, 0, 64 * 0.25]), m.peakOf(tile, [0, 0, 4])];
                        }""");
        assertArrayEquals(new double[] {3 / (0.25 * 0.25), 1 / (0.0625 * 0.0625)}, peak, 1e-9);
    }

    @Test
    void pointsAreShownWhereAllTilesHaveThemAndTheyAreFew() {
        String asked = """
                (m, pixels, cells) => {
                  const tile = (x, ...more) => ({ level: 1, x, y: 0, points: 2, px: Float32Array.of(x, x), py: Float32Array.of(1, 2), rows: Float64Array.of(7 + x, 3e9 + x), ...more[0] });
                  const byAddress = new Map([["1/0/0", tile(0)], ["1/1/0", tile(1, cells ? { px: undefined } : {})]]);
                  const cloud = m.cloudOf({ key: "k", byAddress, version: 1, busy: false }, ["1/0/0", "1/1/0"], pixels, undefined);
                  return cloud ? [...cloud.rows, ...cloud.x] : [];
                }""";
        assertArrayEquals(
                new double[] {7, 3e9, 8, 3e9 + 1, 0, 0, 1, 1}, columnAtlas().numbers(asked, 1000, false));
        assertEquals(0, columnAtlas().numbers(asked, 40, false).length);
        assertEquals(0, columnAtlas().numbers(asked, 1000, true).length);
    }

    @Test
    void aFilterIsReadByThePlacesOfItsColumnsAndARangeOfColoursByItsQuantiles() {
        Object filter = columnAtlas()
                .call(
                        "(m) => m.filterOf({ columnAtlas: { columns: ['kl', 'b', 'c'] } }, { filter: { from0: 1, to0: 2, from1: 3, from2: -1, to2: -1 } })");
        assertEquals(
                List.of(Map.of("column", "kl", "from", 1, "to", 2), Map.of("column", "c", "from", -1, "to", -1)),
                filter);
        double[] range = columnAtlas()
                .numbers("(m) => m.rangeIn({ column: 'kl', from: 10, to: 20, bars: new Float64Array(50).fill(7) })");
        assertArrayEquals(new double[] {10.2, 19.8}, range, 1e-9);
    }

    @Test
    void theMeanOfASampleHasTheErrorOfASampleWithoutReplacement() {
        List<Map<String, Object>> sample = IntStream.range(0, 20)
                .mapToObj(i -> Map.<String, Object>of("values", Map.of("kl", i)))
                .toList();
        double[] mean = columnAtlas().numbers("(m, s, count) => Object.values(m.meanOf(s, 'kl', count))", sample, 80);
        assertArrayEquals(new double[] {9.5, Math.sqrt(35.0 / 20 * 0.75), 20}, mean, 1e-12);
        assertEquals(
                0, columnAtlas().numbers("(m, s, count) => Object.values(m.meanOf(s, 'kl', count))", sample, 20)[1]);
    }

    @Test
    void tilesAreThoseInViewAtTheLevelWhoseCellsAreFourPixels() {
        double[] seen = columnAtlas().numbers("""
                        (m) => {
                          const [square, v] = [[-8, -8, 16], { width: 800, height: 400, scale: 256, x: 0.5, y: 7.9 }];
                          const level = m.levelOf(square, v);
                          return [level, ...m.tilesSeen(square, level, v), ...m.tilesSeen(square, level, { ...v, y: 90 })];
                        }""");
        // 16 units of 256 pixels, in cells of 4 pixels, are 1024 cells, or 16 tiles of a unit.
        assertArrayEquals(new double[] {4, 6, 15, 10, 15, 0, 0, -1, -1}, seen);
    }
}
