package isthmus.evaluate;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.ImageSupport;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.image.Pixels;
import isthmus.inference.Model;
import isthmus.model.ModelCard;
import isthmus.model.SupportLevels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whether {@link ImageSupport} tells codes whose images are like the data from others. The judge sees pixels alone: an image
 * is near where its nearest training image is no farther than that of the median reconstruction of a test image, and far
 * where it is farther than those of 95% of them. Every other code sets the judge and the levels, and the areas are of the
 * rest: the lesser of that of telling near images from others, and that of telling far ones from others. Any thread.
 *
 * @param codes of each kind
 * @param all of all kinds together
 * @param midpoints of these and draws of test images' posteriors; so are the following
 * @param levels null where no code is near or none is not, or none far or each
 */
public record SupportEstimate(
        int codes, RocArea all, RocArea midpoints, RocArea prior, RocArea box, SupportLevels levels) {
    private static final int ORIGINALS = 10_000; // training images that the judge looks at, evenly spread
    private static final double NEAR = 0.5; // of reconstructions of test images are near
    private static final double NOT_FAR = 0.95; // of them are not far
    /** Of codes that are not near count as well supported, and of those that are not far as outside. */
    private static final double ERRING = 0.1;

    private static final int BATCH = 64;

    /**
     * @param train the training part of the atlas's data set
     * @param codes of each kind
     * @param progress told how many codes are judged, of five times as many
     */
    public static SupportEstimate of(
            Model model, Atlas atlas, DataSet train, int codes, long seed, IntConsumer progress) {
        ModelCard card = model.card();
        boolean[] test = DataSets.testRows(card.atlas().data(), card.atlas().part(), atlas.index());
        int[] rows = IntStream.range(0, test.length).filter(i -> test[i]).toArray();
        if (rows.length < 2) {
            throw Failure.badInput(card.id(), "an atlas with test images, which no training saw", "none");
        }
        if (codes < 2) {
            throw Failure.badInput("", "2 or more codes of each kind", codes);
        }
        SupportCodes all = SupportCodes.of(model.prior(), atlas, rows, codes, seed);
        int size = card.input().shape().size();
        int[] compared = ImageSupport.rows(atlas, size);
        ImageSupport support = ImageSupport.of(
                atlas, compared, bytes(decoded(model, ImageSupport.codes(atlas, compared), compared.length)));
        float[] images = decoded(model, all.codes(), all.count());
        double[] differences = new double[all.count()];
        double[] distances = new double[all.count()];
        byte[] pixels = bytes(images);
        float[] code = new float[atlas.dim()];
        for (int i = 0; i < all.count(); i++) {
            System.arraycopy(all.codes(), i * code.length, code, 0, code.length);
            differences[i] = support.difference(code, images, i, all.madeOf(i));
            distances[i] = nearest(pixels, i, size, train);
            progress.accept(i + 1);
        }
        double[] reconstructions = IntStream.range(0, all.count())
                .filter(i -> all.isMean(i) && isSetting(i))
                .mapToDouble(i -> distances[i])
                .sorted()
                .toArray();
        return new Judged(
                        all,
                        differences,
                        distances,
                        quantile(reconstructions, NEAR),
                        quantile(reconstructions, NOT_FAR))
                .estimate();
    }

    /** Whether the code sets the judge and the levels, and is in no area. */
    private static boolean isSetting(int code) {
        return code % 2 == 0;
    }

    private record Judged(SupportCodes codes, double[] differences, double[] distances, double near, double notFar) {
        SupportEstimate estimate() {
            IntPredicate setting = i -> isSetting(i) && !codes.isMean(i);
            double[] notNear = some(setting.and(i -> distances[i] > near));
            double[] good = some(setting.and(i -> distances[i] <= notFar));
            SupportLevels levels = null;
            if (notNear.length > 0 && good.length > 0) {
                double well = quantile(notNear, ERRING);
                double edge = quantile(good, 1 - ERRING);
                levels = new SupportLevels(Math.min(well, edge), Math.max(well, edge));
            }
            return new SupportEstimate(
                    codes.each(),
                    area(i -> !codes.isMean(i)),
                    area(i -> codes.isDraw(i) || codes.isMidpoint(i)),
                    area(i -> codes.isDraw(i) || codes.isPrior(i)),
                    area(i -> codes.isDraw(i) || codes.isBox(i)),
                    levels);
        }

        private RocArea area(IntPredicate among) {
            RocArea ofNear = area(among, near);
            RocArea ofFar = area(among, notFar);
            return Double.isNaN(ofNear.area()) || ofNear.area() <= ofFar.area()
                    ? ofNear
                    : ofFar; // or one that is not known
        }

        private RocArea area(IntPredicate among, double most) {
            IntPredicate counting = among.and(i -> !isSetting(i));
            return RocArea.of(
                    some(counting.and(i -> distances[i] <= most)), some(counting.and(i -> distances[i] > most)));
        }

        /** The differences of some codes, ascending. */
        private double[] some(IntPredicate among) {
            return IntStream.range(0, codes.count())
                    .filter(among)
                    .mapToDouble(i -> differences[i])
                    .sorted()
                    .toArray();
        }
    }

    private static double quantile(double[] ascending, double share) {
        return ascending[(int) Math.min(ascending.length - 1, share * ascending.length)];
    }

    private static float[] decoded(Model model, float[] codes, int count) {
        int dim = codes.length / count;
        int size = model.card().input().shape().size();
        float[] all = new float[count * size];
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            float[] some = model.decode(Arrays.copyOfRange(codes, from * dim, to * dim), to - from);
            System.arraycopy(some, 0, all, from * size, some.length);
        }
        return all;
    }

    private static byte[] bytes(float[] images) {
        byte[] bytes = new byte[images.length];
        Pixels.toBytes(images, 0, images.length, bytes, 0);
        return bytes;
    }

    /** Squared distance to the nearest training image, in grey levels. */
    private static double nearest(byte[] images, int at, int size, DataSet train) {
        int count = Math.min(ORIGINALS, train.count());
        long least = Long.MAX_VALUE;
        for (int k = 0; k < count; k++) {
            int start = (int) ((long) k * train.count() / count) * size;
            long sum = 0;
            for (int p = 0; p < size && sum < least; ) {
                for (int end = Math.min(size, p + BATCH); p < end; p++) {
                    int off = (images[at * size + p] & 0xFF) - (train.pixels()[start + p] & 0xFF);
                    sum += off * off;
                }
            }
            least = Math.min(least, sum);
        }
        return least;
    }

    /** In the order of {@link SupportLevels#AREAS}. */
    public List<RocArea> areas() {
        return List.of(all, midpoints, prior, box);
    }

    /** As a card's extra figures: none where the areas are not known. */
    public Map<String, Double> figures() {
        double[] areas = areas().stream().mapToDouble(RocArea::area).toArray();
        return levels == null || Arrays.stream(areas).anyMatch(Double::isNaN) ? Map.of() : levels.figures(codes, areas);
    }
}
