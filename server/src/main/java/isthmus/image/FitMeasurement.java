package isthmus.image;

import java.util.Arrays;

/** How the images of a data set were prepared, as far as they show it themselves. Any thread. */
public final class FitMeasurement {
    private static final int FEWEST = 20; // images
    private static final int LEVELS = 256;
    private static final int LIKE = 2; // levels that a background may differ from its most frequent one
    private static final double MOSTLY = 0.7; // of the border's values that are background
    private static final int STANDS_OUT = 8; // levels by which a pixel of a figure differs from it
    private static final double SAME = 0.05; // of the longest side that boxes may differ, and that centres may scatter
    private static final double FULL = 0.9; // of the contrast that there can be
    private static final double TAIL = 0.1; // of the images whose boxes may differ more, on either side

    private final Shape shape;
    private final byte[] pixels;
    private final int count;

    private FitMeasurement(Shape shape, byte[] pixels) {
        this.shape = shape;
        this.pixels = pixels;
        count = pixels.length / shape.size();
    }

    /** @param pixels (count, channels, height, width) */
    public static DataFit of(Shape shape, byte[] pixels) {
        var measurement = new FitMeasurement(shape, pixels);
        Integer background = measurement.count < FEWEST ? null : measurement.background();
        return background == null ? DataFit.UNKNOWN : measurement.fit(background);
    }

    /** The most frequent level of the borders, where most of them have it. */
    private Integer background() {
        long[] times = new long[LEVELS];
        long all = 0;
        for (int i = 0; i < pixels.length; i++) {
            int x = i % shape.width();
            int y = i / shape.width() % shape.height();
            if (x == 0 || y == 0 || x == shape.width() - 1 || y == shape.height() - 1) {
                times[pixels[i] & 0xFF]++;
                all++;
            }
        }
        int mode = 0;
        for (int level = 1; level < LEVELS; level++) {
            mode = times[level] > times[mode] ? level : mode;
        }
        long like = Arrays.stream(times, Math.max(0, mode - LIKE), Math.min(LEVELS, mode + LIKE + 1))
                .sum();
        return like < MOSTLY * all ? null : (Integer) mode;
    }

    private DataFit fit(int background) {
        int[] sides = new int[count];
        double[][] boxes = new double[2][count]; // row and column of the box's middle
        double[][] masses = new double[2][count]; // and of the centre of mass
        int found = 0;
        double weight = 0; // of all that differs from the background
        double full = 0; // and of what differs by nearly as much as it can
        float most = Math.max(background, LEVELS - 1 - background);
        for (int i = 0; i < count; i++) {
            float[] apart = apart(i, background);
            for (float by : apart) {
                weight += by;
                full += by > FULL * most ? by : 0;
            }
            Box box = box(apart);
            if (box != null) {
                sides[found] = (int) Math.max(box.height(), box.width());
                boxes[0][found] = (box.top() + box.bottom()) / 2;
                boxes[1][found] = (box.left() + box.right()) / 2;
                double[] mass = Window.massCentre(apart, shape.width());
                masses[0][found] = mass[0];
                masses[1][found] = mass[1];
                found++;
            }
        }
        double level = Math.round(1000.0 * background / (LEVELS - 1)) / 1000.0;
        boolean twoTone = full > weight / 2;
        if (found < FEWEST) {
            return new DataFit(null, Centring.NONE, level, twoTone);
        }
        Arrays.sort(sides, 0, found);
        int side = sides[found / 2];
        double near = SAME * Math.max(shape.height(), shape.width());
        boolean oneSize =
                side - sides[(int) (TAIL * found)] <= near && sides[(int) ((1 - TAIL) * found)] - side <= near;
        double byBox = scatter(boxes, found);
        double byMass = scatter(masses, found);
        if (!oneSize || Math.min(byBox, byMass) > near) {
            return new DataFit(null, Centring.NONE, level, twoTone);
        }
        return new DataFit(side, byMass < byBox ? Centring.MASS : Centring.BOX, level, twoTone);
    }

    /** How much each pixel of an image differs from the background in any channel, (height × width). */
    private float[] apart(int image, int background) {
        float[] apart = new float[shape.height() * shape.width()];
        for (int i = 0; i < shape.size(); i++) {
            int by = Math.abs((pixels[image * shape.size() + i] & 0xFF) - background);
            int p = i % apart.length;
            apart[p] = Math.max(apart[p], by > STANDS_OUT ? by : 0);
        }
        return apart;
    }

    /** In pixels. */
    private Box box(float[] apart) {
        Box box = Blobs.of(apart, shape.height(), shape.width(), 0, 0).box();
        return box == null
                ? null
                : new Box(
                        Math.rint(box.left() * shape.width()),
                        Math.rint(box.top() * shape.height()),
                        Math.rint(box.right() * shape.width()),
                        Math.rint(box.bottom() * shape.height()));
    }

    /** The larger standard deviation of the two coordinates. */
    private static double scatter(double[][] places, int count) {
        double most = 0;
        for (double[] along : places) {
            double mean = Arrays.stream(along, 0, count).sum() / count;
            double squares = Arrays.stream(along, 0, count).map(at -> at * at).sum() / count;
            most = Math.max(most, Math.sqrt(Math.max(0, squares - mean * mean)));
        }
        return most;
    }
}
