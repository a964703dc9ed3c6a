package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TileTest {
    @Test
    void cellsAreDecodedAtTheirCentresFromTheSmallestCoordinatesOn() {
        // Level 6 tiles are 8 wide, so that cells are 1 wide and centres lie at halves.
        float[] coordinates = new Tile(6, 32, 31).coordinates();
        assertEquals(128, coordinates.length);
        assertArrayEquals(
                new float[] {0.5f, -7.5f, 1.5f, -7.5f},
                new float[] {coordinates[0], coordinates[1], coordinates[2], coordinates[3]});
        assertEquals(3.5f, coordinates[2 * (8 * 5 + 3)]);
        assertEquals(-2.5f, coordinates[2 * (8 * 5 + 3) + 1]);
        assertEquals(7.5f, coordinates[126]);
        assertEquals(-0.5f, coordinates[127]);
    }

    @Test
    void codesAreThePointsOfThePlaneAtTheCells() {
        Plane plane = Plane.axes(new double[] {10, 20, 30}, 2, 0);
        float[] codes = new Tile(6, 32, 31).codes(plane);
        assertEquals(64 * 3, codes.length);
        assertArrayEquals(new float[] {2.5f, 20, 30.5f}, new float[] {codes[0], codes[1], codes[2]});
    }

    @Test
    void theFourTilesBelowOneCoverItAndNothingElse() {
        Tile tile = new Tile(9, 300, 17);
        double width = Tile.width(9);
        assertEquals(width / 2, Tile.width(10));
        assertEquals(tile.left(), new Tile(10, 600, 34).left());
        assertEquals(tile.left() + width / 2, new Tile(10, 601, 34).left());
        assertEquals(tile.bottom(), new Tile(10, 600, 34).bottom());
        assertEquals(tile.bottom() + width / 2, new Tile(10, 600, 35).bottom());
    }

    @Test
    void cellsOfTheDeepestLevelAreStillDifferentPoints() {
        int last = (1 << Tile.DEEPEST) / 2 + (int) (20 / Tile.width(Tile.DEEPEST));
        float[] coordinates = new Tile(Tile.DEEPEST, last, last).coordinates();
        assertTrue(coordinates[0] < coordinates[2] && coordinates[0] > 19);
    }

    @Test
    void whatIsNoTileIsRefusedAndNamed() {
        assertThrows(Failure.class, () -> new Tile(-1, 0, 0));
        assertThrows(Failure.class, () -> new Tile(Tile.DEEPEST + 1, 0, 0));
        assertThrows(Failure.class, () -> new Tile(3, 0, -1));
        Failure failure = assertThrows(Failure.class, () -> new Tile(3, 8, 0));
        assertEquals("expected a tile whose x and y are from 0 to 7 on level 3, found 3/8/0", failure.getMessage());
    }

    @Test
    void aViewportShowsExactlyTheTilesThatItOverlaps() {
        Viewport view = new Viewport(-3.1, 0.2, 2.4, 5);
        Set<Tile> expected = new HashSet<>();
        double width = Tile.width(8); // 2
        for (int x = 0; x < 256; x++) {
            for (int y = 0; y < 256; y++) {
                Tile tile = new Tile(8, x, y);
                if (tile.left() < view.right()
                        && tile.left() + width > view.left()
                        && tile.bottom() < view.top()
                        && tile.bottom() + width > view.bottom()) {
                    expected.add(tile);
                }
            }
        }
        List<Tile> tiles = view.tiles(8, 256);
        assertEquals(4 * 3, expected.size());
        assertEquals(expected, new HashSet<>(tiles));
        assertEquals(expected.size(), tiles.size());
        // Edges that touch a tile show nothing of it.
        assertEquals(List.of(new Tile(8, 128, 128)), new Viewport(0, 0, 2, 2).tiles(8, 1));
    }

    @Test
    void tilesComeCentreFirst() {
        Viewport view = new Viewport(-7.3, -5, 9.1, 6.2);
        List<Tile> tiles = view.tiles(9, 1000);
        List<Double> distances = new ArrayList<>();
        for (Tile tile : tiles) {
            distances.add(Math.hypot(tile.left() + 0.5 - 0.9, tile.bottom() + 0.5 - 0.6));
        }
        for (int i = 1; i < distances.size(); i++) {
            assertTrue(distances.get(i) >= distances.get(i - 1) - 1e-12, "tile " + i);
        }
        assertEquals(new Tile(9, 256, 256), tiles.get(0));
    }

    @Test
    void viewportsPastTheEdgeAreCutAndTooLargeOnesRefused() {
        assertEquals(List.of(), new Viewport(300, 0, 301, 1).tiles(8, 10));
        assertEquals(List.of(new Tile(8, 255, 0)), new Viewport(255, -1e300, 1e300, -255).tiles(8, 10));
        Viewport all = new Viewport(-1e300, -1e300, 1e300, 1e300);
        assertEquals(List.of(new Tile(0, 0, 0)), all.tiles(0, 1));
        Failure failure = assertThrows(Failure.class, () -> all.tiles(22, 256));
        assertEquals(Failure.Kind.TOO_LARGE, failure.kind());
        assertThrows(Failure.class, () -> all.tiles(23, 256));
        assertThrows(Failure.class, () -> new Viewport(0, 0, 0, 1));
        assertThrows(Failure.class, () -> new Viewport(0, Double.NaN, 1, 1));
        assertThrows(Failure.class, () -> new Viewport(0, 0, Double.POSITIVE_INFINITY, 1));
        assertThrows(Failure.class, () -> new Viewport(-Double.MAX_VALUE, 0, Double.MAX_VALUE, 1));
    }
}
