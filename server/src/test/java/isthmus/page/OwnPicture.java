package isthmus.page;

import isthmus.image.PictureFiles;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Pictures such as somebody might bring, as files of PNG. */
final class OwnPicture {
    private OwnPicture() {}

    /** Bright on dark, and of the very size of the model's images, so that it is fitted by leaving it as it is. */
    static byte[] one() throws IOException {
        return strokes(28, 28, true, 0.5, 0.15, 0.5, 0.85);
    }

    /** Dark on bright, and not square. */
    static byte[] seven() throws IOException {
        return strokes(90, 120, false, 0.3, 0.2, 0.7, 0.2, 0.45, 0.8);
    }

    /** A picture of strokes through points, such as somebody might scan. */
    private static byte[] strokes(int width, int height, boolean bright, double... points) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(bright ? Color.BLACK : Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(bright ? Color.WHITE : Color.BLACK);
        float wide = Math.min(width, height) / 12f;
        graphics.setStroke(new BasicStroke(wide, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 2; i < points.length; i += 2) {
            graphics.drawLine(
                    (int) (points[i - 2] * width), (int) (points[i - 1] * height), (int) (points[i] * width), (int)
                            (points[i + 1] * height));
        }
        graphics.dispose();
        return PictureFiles.file(image, "png");
    }
}
