package isthmus.share;

import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.latent.Viewport;
import isthmus.model.ModelCard;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a preview shows and where: the map where the sender looked, and under it as many frames of the path as there is
 * room for. Any thread.
 *
 * @param x plane coordinate at the map's centre
 * @param y plane coordinate at the map's centre
 * @param scale pixels a plane unit
 * @param places of the atlas's samples in the plane, (count, 2), or null
 * @param labels (count), or null
 */
record PreviewLayout(
        ModelCard card,
        LinkState shared,
        Plane plane,
        double x,
        double y,
        double scale,
        float[] places,
        byte[] labels) {
    /** Pixels, as those want it who show previews. */
    static final int WIDTH = 1200;

    static final int HEIGHT = 630;

    private static final int FRAME = 128; // pixels that a frame is high at most
    private static final int MARGIN = 16;
    private static final double CELL = 56; // pixels that a tile's cell is nearest to
    private static final double FAR = 1e5; // pixels
    private static final double REST = 0.06; // share of the atlas's extent that is left free on each side

    /** A frame's place in the picture, in pixels. */
    record Cell(int left, int top, int width, int height) {}

    static PreviewLayout of(
            ModelCard card, LinkState shared, Plane plane, double[] extent, float[] places, byte[] labels) {
        int high = mapHeight(card, shared);
        if (shared.view() != null) {
            return new PreviewLayout(
                    card,
                    shared,
                    plane,
                    shared.view().x(),
                    shared.view().y(),
                    high / shared.view().span(),
                    places,
                    labels);
        }
        double[] all = extent.clone();
        float[] keys = plane.project(shared.path(), shared.keyframes().size()); // (keyframes, 2)
        for (int i = 0; i < keys.length; i++) {
            all[i % 2] = Math.min(all[i % 2], keys[i]);
            all[2 + i % 2] = Math.max(all[2 + i % 2], keys[i]);
        }
        double across = (all[2] - all[0]) * (1 + 2 * REST);
        double up = (all[3] - all[1]) * (1 + 2 * REST);
        return new PreviewLayout(
                card,
                shared,
                plane,
                (all[0] + all[2]) / 2,
                (all[1] + all[3]) / 2,
                Math.min(WIDTH / across, high / up),
                places,
                labels);
    }

    private static int mapHeight(ModelCard card, LinkState shared) {
        return shared.keyframes().size() < 2 ? HEIGHT : HEIGHT - 2 * MARGIN - frameHeight(card.input());
    }

    /** Pixels from the top at which the map ends and the strip begins. */
    int mapHeight() {
        return mapHeight(card, shared);
    }

    private static int frameHeight(ModelCard.Input input) {
        return Math.min(FRAME, frameScale(input) * input.height());
    }

    private static int frameScale(ModelCard.Input input) {
        return Math.max(1, Math.min(FRAME / input.height(), WIDTH / 6 / input.width()));
    }

    /** The places of the strip's frames, from left to right. */
    List<Cell> cells() {
        ModelCard.Input input = card.input();
        int height = frameHeight(input);
        int width = Math.max(1, Math.round((float) height * input.width() / input.height()));
        int count = shared.keyframes().size() < 2
                ? 0
                : Math.min(shared.frames(), Math.max(1, (WIDTH - MARGIN) / (width + MARGIN / 2)));
        int gap = MARGIN / 2;
        int left = (WIDTH - count * (width + gap) + gap) / 2;
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cells.add(new Cell(left + i * (width + gap), mapHeight() + MARGIN, width, height));
        }
        return cells;
    }

    /** The numbers of the path's frames that the strip shows: evenly spread, the first and the last among them. */
    List<Integer> shownFrames() {
        int count = cells().size();
        List<Integer> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(count == 1 ? 0 : (int) Math.round(i * (shared.frames() - 1.0) / (count - 1)));
        }
        return frames;
    }

    /** The tiles of the map, or none where the sender saw none. */
    List<Tile> tiles() {
        double across = WIDTH / scale / 2;
        double up = mapHeight() / scale / 2;
        boolean finite = Double.isFinite(x - across) && Double.isFinite(x + across) && x - across < x + across;
        if (!shared.layers().contains(LinkState.Layer.MANIFOLD) || !finite || !(y - up < y + up)) {
            return List.of();
        }
        double wanted = Math.log(2 * Tile.REACH * scale / (Tile.SIDE * CELL)) / Math.log(2);
        int level = (int) Math.max(0, Math.min(Tile.DEEPEST, Math.round(wanted)));
        return new Viewport(x - across, y - up, x + across, y + up).tiles(level, Integer.MAX_VALUE);
    }

    /** A place in the plane, in pixels. */
    Point2D at(double first, double second) {
        return new Point2D.Double(
                bounded(WIDTH / 2.0 + (first - x) * scale), bounded(mapHeight() / 2.0 - (second - y) * scale));
    }

    /** Far away is far enough: what draws does not take every number. */
    private static double bounded(double pixels) {
        return Double.isNaN(pixels) ? FAR : Math.max(-FAR, Math.min(FAR, pixels));
    }

    /** A code in the plane, in pixels. */
    Point2D place(float[] z) {
        float[] place = plane.project(z, 1);
        return at(place[0], place[1]);
    }

    /** One of several codes, (count, dim), in the plane, in pixels. */
    Point2D place(float[] codes, int index) {
        return place(Arrays.copyOfRange(codes, index * shared.dim(), (index + 1) * shared.dim()));
    }

    /** Whether a place lies on the map's part of the picture. */
    boolean shows(Point2D at) {
        return at.getX() > -8 && at.getX() < WIDTH + 8 && at.getY() > -8 && at.getY() < mapHeight() + 8;
    }
}
