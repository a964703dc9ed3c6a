package isthmus.share;

import isthmus.drawing.Letters;
import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.latent.Path;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
import isthmus.model.SupportLevels;
import isthmus.share.PreviewLayout.Cell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** Draws a preview. One thread. */
final class PreviewRenderer {
    private static final int CURVE_STEPS = 32; // points of a curve between two keyframes
    private static final float UNDER_POINTS = 0.9f; // opacity of the tiles below points, as on the page
    private static final int LETTERS = 38; // pixels of the title's letters
    private static final int TITLE_LEFT = 28; // pixels beside the title
    private static final int BASELINE = 52; // pixels from the top to the title's line
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
     * @param differences how little the data support each image of a tile, (64) each; none where that is not known
     * @param frames the strip's, (channels, height, width) each
     */
    BufferedImage draw(Map<Tile, byte[]> tiles, Map<Tile, float[]> differences, List<byte[]> frames) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(Palette.PAPER);
        pen.fillRect(0, 0, PreviewLayout.WIDTH, PreviewLayout.HEIGHT);
        title();
        pen.translate(0, PreviewLayout.TITLE);
        pen.setClip(0, 0, PreviewLayout.WIDTH, layout.mapHeight());
        tiles.forEach(this::tile);
        if (!differences.isEmpty()) {
            fade(SupportLevels.of(layout.card()), differences);
        }
        if (state.shows("points") && layout.points() != null) {
            pen.setColor(Palette.faded(Palette.PAPER, 1 - UNDER_POINTS));
            pen.fillRect(0, 0, PreviewLayout.WIDTH, layout.mapHeight());
            new PreviewPoints(layout).draw(pen);
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

    /** What the link shows, in words, over a line; smaller where it would not fit. */
    private void title() {
        Path2D words = Letters.outlines(state.title(layout.card()), LETTERS);
        double most = PreviewLayout.WIDTH - 2 * TITLE_LEFT;
        double share = Math.min(1, most / Math.max(1, words.getBounds2D().getWidth()));
        words.transform(new AffineTransform(share, 0, 0, share, TITLE_LEFT, BASELINE));
        pen.setColor(Palette.INK);
        pen.fill(words);
        pen.setColor(Palette.LINE);
        pen.fillRect(0, PreviewLayout.TITLE - 2, PreviewLayout.WIDTH, 2);
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
        lay(cells, tile, tile);
    }

    /** Lays paper over the images where the data do not support them: one mask, so that no seam shows between tiles. */
    private void fade(SupportLevels levels, Map<Tile, float[]> differences) {
        int left = differences.keySet().stream().mapToInt(Tile::x).min().orElseThrow();
        int right = differences.keySet().stream().mapToInt(Tile::x).max().orElseThrow();
        int bottom = differences.keySet().stream().mapToInt(Tile::y).min().orElseThrow();
        int top = differences.keySet().stream().mapToInt(Tile::y).max().orElseThrow();
        BufferedImage mask = new BufferedImage(
                (right - left + 1) * Tile.SIDE, (top - bottom + 1) * Tile.SIDE, BufferedImage.TYPE_INT_ARGB);
        differences.forEach((tile, values) -> {
            for (int i = 0; i < Tile.CELLS; i++) {
                float lacking = (float) (1 - levels.opacity(values[i]));
                mask.setRGB(
                        (tile.x() - left) * Tile.SIDE + i % Tile.SIDE,
                        (top - tile.y() + 1) * Tile.SIDE - 1 - i / Tile.SIDE,
                        Palette.faded(Palette.PAPER, lacking).getRGB());
            }
        });
        int level = differences.keySet().iterator().next().z();
        lay(mask, new Tile(level, left, top), new Tile(level, right, bottom));
    }

    /** Draws a picture from one tile's top left to another's bottom right. Edges are whole pixels, so that no seam shows. */
    private void lay(BufferedImage picture, Tile first, Tile last) {
        double width = Tile.width(first.z());
        Point2D topLeft = layout.pixel(first.left(), first.bottom() + width);
        Point2D bottomRight = layout.pixel(last.left() + width, last.bottom());
        int left = (int) Math.round(topLeft.getX());
        int top = (int) Math.round(topLeft.getY());
        int right = (int) Math.round(bottomRight.getX());
        int bottom = (int) Math.round(bottomRight.getY());
        pen.drawImage(picture, left, top, right - left, bottom - top, null);
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
            pen.setColor(Palette.faded(Palette.INK, 0.08f * (i + 1) / SHADOW));
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
}
