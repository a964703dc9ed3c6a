package isthmus.latent;

import isthmus.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A rectangle of plane coordinates. Any thread. */
public record Viewport(double left, double bottom, double right, double top) {
    public Viewport {
        // Negated, so that NaN is refused too.
        if (!(left < right && bottom < top)
                || !Double.isFinite(left + right + bottom + top)
                || !Double.isFinite(right - left)
                || !Double.isFinite(top - bottom)) {
            throw Failure.badInput(
                    "",
                    "a viewport of finite numbers with left < right and bottom < top",
                    "left %s, bottom %s, right %s, top %s".formatted(left, bottom, right, top));
        }
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return top - bottom;
    }

    /**
     * The tiles of a level that intersect the viewport, those nearest its centre first; none outside the square that tiles
     * cover.
     *
     * @param most tiles; a viewport of more is refused as too large
     */
    public List<Tile> tiles(int z, int most) {
        Tile.checkLevel(z);
        int fromX = first(left, z);
        int fromY = first(bottom, z);
        int toX = end(right, z);
        int toY = end(top, z);
        long count = (long) Math.max(0, toX - fromX) * Math.max(0, toY - fromY);
        if (count > most) {
            throw Failure.tooLarge(
                    "", "a viewport of at most " + most + " tiles", "%d on level %d".formatted(count, z));
        }
        List<Tile> tiles = new ArrayList<>();
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                tiles.add(new Tile(z, x, y));
            }
        }
        tiles.sort(Comparator.comparingDouble(this::offCentre)); // stable, so the order is the same at every run
        return tiles;
    }

    /** The squared distance from the viewport's centre to the tile's. */
    private double offCentre(Tile tile) {
        double half = Tile.width(tile.z()) / 2;
        double x = tile.left() + half - (left / 2 + right / 2);
        double y = tile.bottom() + half - (bottom / 2 + top / 2);
        return x * x + y * y;
    }

    private static int first(double edge, int z) {
        return clamped(Math.floor((edge + Tile.REACH) / Tile.width(z)), z);
    }

    private static int end(double edge, int z) {
        return clamped(Math.ceil((edge + Tile.REACH) / Tile.width(z)), z);
    }

    private static int clamped(double place, int z) {
        return (int) Math.max(0, Math.min(1 << z, place));
    }
}
