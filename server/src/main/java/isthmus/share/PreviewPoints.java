package isthmus.share;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws the samples of a preview as round dots, as large and as strong as the page's: {@code discsFor} of raster.js. One
 * thread.
 */
final class PreviewPoints {
    private static final int MOST = 20_000; // more take long and look the same
    private static final double COVER = 0.13; // share of the pixels that dots may cover before they become smaller
    private static final double SMALLEST = 1.5; // radius in pixels, for a preview is often shown smaller
    private static final double LARGEST = 3.5;
    private static final double FAR = 10; // pixels between evenly spread points from which dots are quiet,
    private static final double CLOSE = 22; // and from which they have an edge of paper
    private static final double QUIET = 0.55; // opacity
    private static final double FAINT = 0.16;
    private static final double EDGE = 1.2; // pixels

    private static final int PLACES = 4; // within a pixel, each way, that have a dot of their own
    private static final int REACH = 6; // pixels from a stamp's middle to its edge

    private final PreviewLayout layout;
    private final Map<Stamp, BufferedImage> stamps = new HashMap<>();
    private final int step;
    private final double radius;
    private final double near;

    /**
     * A dot that is drawn once, and laid wherever another like it lies.
     *
     * @param across place within the pixel
     * @param down place within the pixel
     */
    private record Stamp(int label, int across, int down) {}

    PreviewPoints(PreviewLayout layout) {
        this.layout = layout;
        int count = layout.labels().length;
        step = Math.max(1, count / MOST);
        int seen = 0;
        for (int i = 0; i < count; i += step) {
            seen += layout.shows(at(i)) ? 1 : 0;
        }
        double room = (double) PreviewLayout.WIDTH * layout.mapHeight() / Math.max(1, seen);
        near = Math.max(0, Math.min(1, (Math.sqrt(room) - FAR) / (CLOSE - FAR)));
        radius = Math.max(SMALLEST, Math.min(LARGEST, Math.sqrt((1 + near) / 2 * COVER * room / Math.PI)));
    }

    private Point2D at(int row) {
        return layout.pixel(layout.points()[2 * row], layout.points()[2 * row + 1]);
    }

    void draw(Graphics2D pen) {
        for (int i = 0; i < layout.labels().length; i += step) {
            Point2D at = at(i);
            if (layout.shows(at)) {
                int left = (int) Math.floor(at.getX());
                int top = (int) Math.floor(at.getY());
                int across = (int) (PLACES * (at.getX() - left));
                int down = (int) (PLACES * (at.getY() - top));
                BufferedImage stamp =
                        stamps.computeIfAbsent(new Stamp(layout.labels()[i] & 0xff, across, down), this::drawn);
                pen.drawImage(stamp, left - REACH, top - REACH, null);
            }
        }
    }

    /** A dot whose middle lies in one of the places of the pixel in the stamp's middle. */
    private BufferedImage drawn(Stamp stamp) {
        BufferedImage image = new BufferedImage(2 * REACH + 1, 2 * REACH + 1, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.translate(REACH + (stamp.across + 0.5) / PLACES, REACH + (stamp.down + 0.5) / PLACES);
        boolean dimmed = layout.state().dimmed().contains(stamp.label);
        if (near > 0 && !dimmed) {
            disc(pen, radius + EDGE * near, Palette.PAPER, near);
        }
        Color colour = Palette.ofClass(stamp.label, layout.card().labels().size());
        disc(pen, radius, colour, dimmed ? FAINT : QUIET + (1 - QUIET) * near);
        pen.dispose();
        return image;
    }

    private static void disc(Graphics2D pen, double radius, Color colour, double opacity) {
        pen.setColor(Palette.faded(colour, (float) opacity));
        pen.fill(new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
    }
}
