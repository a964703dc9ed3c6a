package isthmus.latent;

import isthmus.Failure;

/**
 * A square of a plane, addressed as in a quadtree: level z cuts the square {@code [-256, 256)²} of plane coordinates
 * into 2ᶻ by 2ᶻ tiles, x counts them along the first direction and y along the second, both from the smallest
 * coordinate. A tile is 8 by 8 cells, each decoded at its centre. Any thread.
 */
public record Tile(int z, int x, int y) {
    /** Cells along a side. */
    public static final int SIDE = 8;

    /** Cells, and so codes, of a tile: one batch. */
    public static final int CELLS = SIDE * SIDE;

    /** Half the side of the square that the one tile of level 0 covers, in plane coordinates. */
    public static final double REACH = 256;

    /** The last level: a cell is 1.5e-5 wide there, and a few levels on float coordinates would no longer tell cells apart. */
    public static final int DEEPEST = 22;

    public Tile {
        checkLevel(z);
        if (x < 0 || y < 0 || x >= 1 << z || y >= 1 << z) {
            throw Failure.badInput(
                    "",
                    "a tile whose x and y are from 0 to %d on level %d".formatted((1 << z) - 1, z),
                    "%d/%d/%d".formatted(z, x, y));
        }
    }

    /** Refuses a level out of range. */
    static void checkLevel(int z) {
        if (z < 0 || z > DEEPEST) {
            throw Failure.badInput("", "a tile level from 0 to " + DEEPEST, z);
        }
    }

    /** How wide and high the tiles of a level are, in plane coordinates. */
    public static double width(int z) {
        return 2 * REACH / (1 << z);
    }

    /** The smallest first coordinate. */
    public double left() {
        return x * width(z) - REACH;
    }

    /** The smallest second coordinate. */
    public double bottom() {
        return y * width(z) - REACH;
    }

    /**
     * The plane coordinates of the cells' centres.
     *
     * @return (64, 2), the cell in column c of row r at 8 r + c; row 0 has the smallest second coordinate
     */
    public float[] coordinates() {
        float[] out = new float[CELLS * 2];
        double cell = width(z) / SIDE;
        for (int i = 0; i < CELLS; i++) {
            out[2 * i] = (float) (left() + (i % SIDE + 0.5) * cell);
            out[2 * i + 1] = (float) (bottom() + (i / SIDE + 0.5) * cell);
        }
        return out;
    }

    /**
     * The codes of the cells' centres, in the order of {@link #coordinates()}.
     *
     * @return (64, dim)
     */
    public float[] codes(Plane plane) {
        return plane.lift(coordinates(), CELLS);
    }
}
