package isthmus.share;

import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.latent.Viewport;
import isthmus.model.ModelCard;
import isthmus.share.LinkState.View;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a preview shows and where: its title, below it the map as the sender saw it, and below that as many frames of the
 * path as fit. Pixels count from the map's top left. Any thread.
 *
 * @param x plane coordinate at the map's centre
 * @param y plane coordinate at the map's centre
 * @param scale pixels per plane unit
 * @param points the atlas's samples in the plane, (count, 2), or null
 * @param labels (count), or null
 */
record PreviewLayout(
        ModelCard card, LinkState state, Plane plane, double x, double y, double scale, float[] points, byte[] labels) {
    /** Pixels: the size that Open Graph recommends. */
    static final int WIDTH = 1200;

    static final int HEIGHT = 630;

    /** Pixels above the map. */
    static final int TITLE = 80;

    private static final int MAX_FRAME_HEIGHT = 128; // pixels
    private static final int MARGIN = 16;
    private static final double CELL = 56; // preferred pixels of a cell of a tile
    private static final double MAX_PIXEL = 1e5; // pixels
    private static final double BORDER = 0.06; // of the atlas's extent, on each side

    /** Where a frame is drawn, in pixels. */
    record Cell(int left, int top, int width, int height) {}

    static PreviewLayout of(
            ModelCard card, LinkState state, Plane plane, double[] extent, float[] points, byte[] labels) {
        int mapHeight = mapHeight(card, state);
        View view = state.view();
        if (view != null) {
            double scale = mapHeight / view.span();
            return new PreviewLayout(card, state, plane, view.x(), view.y(), scale, points, labels);
        }
        double[] all = extent.clone();
        float[] keys = plane.project(state.path(), state.keyframes().size()); // (keyframes, 2)
        for (int i = 0; i < keys.length; i++) {
            all[i % 2] = Math.min(all[i % 2], keys[i]);
            all[2 + i % 2] = Math.max(all[2 + i % 2], keys[i]);
        }
        double width = (all[2] - all[0]) * (1 + 2 * BORDER);
        double height = (all[3] - all[1]) * (1 + 2 * BORDER);
        double scale = Math.min(WIDTH / width, mapHeight / height);
        return new PreviewLayout(
                card, state, plane, (all[0] + all[2]) / 2, (all[1] + all[3]) / 2, scale, points, labels);
    }

    private static int mapHeight(ModelCard card, LinkState state) {
        int room = HEIGHT - TITLE;
        return state.keyframes().size() < 2 ? room : room - 2 * MARGIN - frameHeight(card.input());
    }

    /** Height of the map in pixels; the strip of frames begins below it. */
    int mapHeight() {
        return mapHeight(card, state);
    }

    private static int frameHeight(ModelCard.Input input) {
        return Math.min(MAX_FRAME_HEIGHT, frameScale(input) * input.height());
    }

    private static int frameScale(ModelCard.Input input) {
        return Math.max(1, Math.min(MAX_FRAME_HEIGHT / input.height(), WIDTH / 6 / input.width()));
    }

    /** Where the strip's frames are drawn, from left to right. */
    List<Cell> cells() {
        ModelCard.Input input = card.input();
        int height = frameHeight(input);
        int width = Math.max(1, Math.round((float) height * input.width() / input.height()));
        int count = state.keyframes().size() < 2
                ? 0
                : Math.min(state.frames(), Math.max(1, (WIDTH - MARGIN) / (width + MARGIN / 2)));
        int gap = MARGIN / 2;
        int left = (WIDTH - count * (width + gap) + gap) / 2;
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(new Cell(left + i * (width + gap), mapHeight() + MARGIN, width, height));
        }
        return cells;
    }

    /** Which frames of the path the strip shows: evenly spaced, with the first and the last. */
    List<Integer> shownFrames() {
        int count = cells().size();
        List<Integer> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(count == 1 ? 0 : (int) Math.round(i * (state.frames() - 1.0) / (count - 1)));
        }
        return frames;
    }

    /** The tiles of the map; none where that layer is off, or where the view exceeds the precision of doubles. */
    List<Tile> tiles() {
        double across = WIDTH / scale / 2;
        double up = mapHeight() / scale / 2;
        boolean finite = Double.isFinite(x - across) && Double.isFinite(x + across) && x - across < x + across;
        if (!state.shows("manifold") || !finite || !(y - up < y + up)) {
            return List.of();
        }
        double wanted = Math.log(2 * Tile.REACH * scale / (Tile.SIDE * CELL)) / Math.log(2);
        int level = (int) Math.max(0, Math.min(Tile.DEEPEST, Math.round(wanted)));
        return new Viewport(x - across, y - up, x + across, y + up).tiles(level, Integer.MAX_VALUE);
    }

    /** Whether a cell of a tile lies on the map, or next to one that does. */
    boolean shows(Tile tile, int cell) {
        double side = Tile.width(tile.z()) / Tile.SIDE;
        double right = tile.left() + (cell % Tile.SIDE + 0.5) * side - x;
        double up = tile.bottom() + (cell / Tile.SIDE + 0.5) * side - y;
        return Math.abs(right) < WIDTH / scale / 2 + 1.5 * side && Math.abs(up) < mapHeight() / scale / 2 + 1.5 * side;
    }

    /** The pixel at plane coordinates. */
    Point2D pixel(double first, double second) {
        return new Point2D.Double(
                clamped(WIDTH / 2.0 + (first - x) * scale), clamped(mapHeight() / 2.0 - (second - y) * scale));
    }

    /** Clamps a coordinate, for Java 2D misdraws very large ones. */
    private static double clamped(double pixels) {
        return Double.isNaN(pixels) ? MAX_PIXEL : Math.max(-MAX_PIXEL, Math.min(MAX_PIXEL, pixels));
    }

    /** The pixel at which a code is drawn. */
    Point2D pixelOf(float[] z) {
        float[] point = plane.project(z, 1);
        return pixel(point[0], point[1]);
    }

    /** The pixel at which one of several codes, (count, dim), is drawn. */
    Point2D pixelOf(float[] codes, int index) {
        return pixelOf(Arrays.copyOfRange(codes, index * state.dim(), (index + 1) * state.dim()));
    }

    /** Whether a pixel lies on the map, with a margin for the size of a point. */
    boolean shows(Point2D at) {
        return at.getX() > -8 && at.getX() < WIDTH + 8 && at.getY() > -8 && at.getY() < mapHeight() + 8;
    }
}
