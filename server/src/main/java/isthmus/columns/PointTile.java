package isthmus.columns;

/**
 * What a tile of a plane shows: its points, where they are few, or how many of each class there are in each of its cells.
 * Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param points in the tile, as far as the filter lets them through
 * @param cells places of the tile's grid, row by row from below, one entry a cell and class; null where there are points
 * @param classes (entries) the class of each entry, or (points) of each point; null where there are no labels
 * @param counts (entries) points of the cell and class; null where there are points
 * @param means (entries) mean of a column over these, or (points) its values; null where none is asked for
 * @param x (points); null where there are cells
 * @param y (points)
 * @param rows (points) of the atlas
 */
public record PointTile(
        long points, short[] cells, byte[] classes, int[] counts, float[] means, float[] x, float[] y, long[] rows) {
    /** Cells a side, as bits. */
    public static final int BITS = 6;

    public boolean isCells() {
        return cells != null;
    }
}
