package isthmus.share;

import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.latent.Path;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
import isthmus.share.PreviewLayout.Cell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** Draws a preview, without text because a server may have no fonts. One thread. */
final class PreviewRenderer {
    private static final int CURVE_STEPS = 32; // points of a curve between two keyframes
    private static final int POINT_SIZE = 4; // pixels
    private static final int MAX_POINTS = 20_000; // more take long and look the same
    private static final float UNDER_POINTS = 0.75f; // opacity of the tiles below points,
    private static final float INK_UNDER_POINTS = 0.5f; // and where they are ink on paper
    private static final float DIMMED = 0.12f;
    private static final int SHADOW = 16; // pixels of shadow above the strip

    private final PreviewLayout layout;
    private final LinkState state;
    private final ModelCard.Input input;
    private final BufferedImage image;
    private final Graphics2D pen;

    PreviewRenderer(PreviewLayout layout) {
        this.layout = layout;
        state = layout.state();
        input = layout.card().input();
        image = new BufferedImage(PreviewLayout.WIDTH, PreviewLayout.HEIGHT, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
    }

    /**
     * @param tiles (64, channels, height, width) each, sampled as CellSampling says
     * @param frames the strip's, (channels, height, width) each
     */
    BufferedImage draw(Map<Tile, byte[]> tiles, List<byte[]> frames) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Palette.PAPER);
        pen.fillRect(0, 0, PreviewLayout.WIDTH, PreviewLayout.HEIGHT);
        pen.setClip(0, 0, PreviewLayout.WIDTH, layout.mapHeight());
        tiles.forEach(this::tile);
        if (state.shows("points") && layout.points() != null) {
            fadeTiles();
            points();
        }
        path();
        if (state.pin() != null) {
            ring(layout.pixelOf(state.pin().z()), 9, Palette.PIN, Palette.PAPER);
        }
        pen.setClip(null);
        strip(frames);
        pen.dispose();
        return image;
    }

    private void tile(Tile tile, byte[] values) {
        Shape cell = CellSampling.of(input.shape()).cell();
        var sampled = new ModelCard.Input(cell.channels(), cell.height(), cell.width(), input.invert());
        BufferedImage cells =
                new BufferedImage(Tile.SIDE * cell.width(), Tile.SIDE * cell.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < Tile.CELLS; i++) {
            int row = Tile.SIDE - 1 - i / Tile.SIDE; // row 0 has the smallest second coordinate
            Palette.paint(values, i, sampled, cells, i % Tile.SIDE * cell.width(), row * cell.height());
        }
        double width = Tile.width(tile.z());
        Point2D topLeft = layout.pixel(tile.left(), tile.bottom() + width);
        Point2D bottomRight = layout.pixel(tile.left() + width, tile.bottom());
        int left = (int) Math.round(topLeft.getX());
        int top = (int) Math.round(topLeft.getY());
        int right = (int) Math.round(bottomRight.getX());
        int bottom = (int) Math.round(bottomRight.getY());
        pen.drawImage(cells, left, top, right - left, bottom - top, null);
    }

    /** Fades what lies below the points, as the page does. */
    private void fadeTiles() {
        float opacity = Palette.isInk(input) ? INK_UNDER_POINTS : UNDER_POINTS;
        pen.setColor(faded(Palette.PAPER, 1 - opacity));
        pen.fillRect(0, 0, PreviewLayout.WIDTH, layout.mapHeight());
    }

    private void points() {
        float[] coordinates = layout.points(); // (count, 2)
        byte[] labels = layout.labels();
        int classes = layout.card().labels().size();
        int step = Math.max(1, labels.length / MAX_POINTS);
        for (int i = 0; i < labels.length; i += step) {
            int label = labels[i] & 0xff;
            Color colour = Palette.ofClass(label, classes);
            Point2D at = layout.pixel(coordinates[2 * i], coordinates[2 * i + 1]);
            if (layout.shows(at)) {
                pen.setColor(state.dimmed().contains(label) ? faded(colour, DIMMED) : faded(colour, 0.75f));
                pen.fillRect(
                        (int) at.getX() - POINT_SIZE / 2, (int) at.getY() - POINT_SIZE / 2, POINT_SIZE, POINT_SIZE);
            }
        }
    }

    private void path() {
        int count = state.keyframes().size();
        if (count >= 2) {
            int steps = state.mode() == Path.LERP ? count : (count - 1) * CURVE_STEPS + 1;
            float[] codes = state.mode().interpolate(state.path(), state.dim(), steps);
            Path2D curve = new Path2D.Double();
            for (int i = 0; i < steps; i++) {
                Point2D at = layout.pixelOf(codes, i);
                if (i == 0) {
                    curve.moveTo(at.getX(), at.getY());
                } else {
                    curve.lineTo(at.getX(), at.getY());
                }
            }
            line(curve, 10, Palette.PAPER);
            line(curve, 4, Palette.INK);
        }
        state.keyframes().forEach(key -> ring(layout.pixelOf(key.z()), 10, Palette.PAPER, Palette.INK));
    }

    private void line(Path2D curve, float width, Color colour) {
        pen.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.setColor(colour);
        pen.draw(curve);
    }

    private void ring(Point2D at, double radius, Color fill, Color edge) {
        Ellipse2D circle = new Ellipse2D.Double(at.getX() - radius, at.getY() - radius, 2 * radius, 2 * radius);
        pen.setColor(fill);
        pen.fill(circle);
        pen.setStroke(new BasicStroke(4));
        pen.setColor(edge);
        pen.draw(circle);
    }

    private void strip(List<byte[]> frames) {
        if (frames.isEmpty()) {
            return;
        }
        for (int i = 0; i < SHADOW; i++) {
            pen.setColor(faded(Palette.INK, 0.08f * (i + 1) / SHADOW));
            pen.fillRect(0, layout.mapHeight() - SHADOW + i, PreviewLayout.WIDTH, 1);
        }
        List<Cell> cells = layout.cells();
        for (int i = 0; i < frames.size(); i++) {
            Cell cell = cells.get(i);
            // At whole multiples each pixel of a frame becomes a square of one colour.
            pen.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    cell.width() % input.width() == 0
                            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                            : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            pen.drawImage(
                    Palette.image(frames.get(i), 0, input), cell.left(), cell.top(), cell.width(), cell.height(), null);
            pen.setColor(Palette.LINE);
            pen.setStroke(new BasicStroke(1));
            pen.drawRect(cell.left() - 1, cell.top() - 1, cell.width() + 1, cell.height() + 1);
        }
    }

    private static Color faded(Color colour, float opacity) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), Math.round(255 * opacity));
    }
}
