package isthmus.image;

import isthmus.data.DataSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Images of a data set as somebody might photograph them: enlarged, dark on light, away from the middle of a sheet of grainy
 * paper under uneven light.
 */
public final class PaperPictures {
    private static final int SIDE = 280; // of a picture, in pixels
    private static final int MARGIN = 12;
    private static final double GRAIN = 0.073; // a standard deviation of 0.03
    private static final double INK = 0.9; // how much of the light full ink takes away

    private PaperPictures() {}

    /**
     * One image on paper.
     *
     * @param grey levels of bright figures on dark
     * @param moved whether it is enlarged by any factor and lies anywhere; otherwise it fills the picture
     */
    public static BufferedImage of(DataSet grey, int row, boolean moved, long seed) {
        var random = new SplittableRandom(seed * 1_000_003 + row);
        int side = grey.shape().width();
        float[] values = grey.floats(new int[] {row}, 0, 1);
        int[] columns = reach(values, side, false);
        int[] rows = reach(values, side, true);
        double most = (double) SIDE / side;
        double room = (double) (SIDE - 2 * MARGIN) / Math.max(columns[1] - columns[0], rows[1] - rows[0]);
        double times = moved ? Math.min(room, most * (0.6 + 0.4 * random.nextDouble())) : most;
        double left = moved ? place(columns, times, random) : 0;
        double top = moved ? place(rows, times, random) : 0;
        double angle = 2 * Math.PI * random.nextDouble();
        double across = 0.1 * Math.cos(angle);
        double down = 0.1 * Math.sin(angle);
        double[] coarse = random.doubles((SIDE / 4) * (SIDE / 4), -0.02, 0.02).toArray();
        int[] argb = new int[SIDE * SIDE];
        for (int p = 0; p < argb.length; p++) {
            int x = p % SIDE;
            int y = p / SIDE;
            double u = 2.0 * x / SIDE - 1;
            double v = 2.0 * y / SIDE - 1;
            double light = 0.8 + across * u + down * v - 0.04 * (u * u + v * v);
            double grain = GRAIN * (random.nextDouble() + random.nextDouble() - 1);
            double paper = light + grain + coarse[y / 4 * (SIDE / 4) + x / 4];
            double ink = at(values, side, (x + 0.5 - left) / times - 0.5, (y + 0.5 - top) / times - 0.5);
            argb[p] = 0x10101 * (int) Math.round(255 * Math.max(0, Math.min(1, paper * (1 - INK * ink))));
        }
        var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, SIDE, SIDE, argb, 0, SIDE);
        return image;
    }

    /** The first row or column of the figure, and the one after its last. */
    private static int[] reach(float[] values, int side, boolean down) {
        int first = side;
        int last = 0;
        for (int p = 0; p < values.length; p++) {
            if (values[p] > 0) {
                int at = down ? p / side : p % side;
                first = Math.min(first, at);
                last = Math.max(last, at + 1);
            }
        }
        return new int[] {first, last};
    }

    /** Where the image's edge is, so that the figure is within the margins. */
    private static double place(int[] reach, double times, SplittableRandom random) {
        double least = MARGIN - reach[0] * times;
        double most = SIDE - MARGIN - reach[1] * times;
        return least + (most - least) * random.nextDouble();
    }

    /** Linear between the middles of pixels; nothing beyond the image. */
    private static double at(float[] values, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double sum = 0;
        for (int v = top; v <= top + 1; v++) {
            for (int u = left; u <= left + 1; u++) {
                if (u >= 0 && v >= 0 && u < side && v < side) {
                    sum += values[v * side + u] * (1 - Math.abs(x - u)) * (1 - Math.abs(y - v));
                }
            }
        }
        return sum;
    }

    /** The picture as a file that was read again. */
    public static Picture read(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return Picture.read(bytes.toByteArray(), "test picture", PictureLimits.DEFAULT);
    }
}
