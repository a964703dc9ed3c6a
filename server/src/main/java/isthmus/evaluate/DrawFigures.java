package isthmus.evaluate;

import static isthmus.evaluate.ComparedFigure.CONFIDENCE;
import static isthmus.evaluate.ComparedFigure.FRECHET;
import static isthmus.evaluate.ComparedFigure.HOLES;
import static isthmus.evaluate.ComparedFigure.MISSING;
import static isthmus.evaluate.ComparedFigure.SHARPNESS;

import isthmus.atlas.Atlas;
import isthmus.atlas.Holes;
import isthmus.atlas.ImageSupport;
import isthmus.data.DataSet;
import isthmus.estimate.MeanEstimate;
import isthmus.inference.Model;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What draws of the prior decode to, beside real images: means of p(x|z), without the noise of pixels. One thread, that of
 * the model.
 *
 * @param real images of the same data
 * @param classifier null where there is none
 */
record DrawFigures(Model model, DataSet real, ImageClassifier classifier, long seed) {
    private static final int DRAWS = 2000;
    private static final double MISSING_SHARE = 0.1; // of the share that a class has among real images

    /** @return shares of the draws by class, in per cent; none where there is no classifier */
    List<Double> measure(FigureSheet sheet) {
        float[] images = decoded(codes());
        int count = Math.min(DRAWS, real.count());
        int[] rows = IntStream.range(0, count).toArray();
        float[] originals = real.floats(rows, 0, count);
        sheet.put(
                SHARPNESS,
                Sharpness.ratio(
                        Sharpness.of(images, DRAWS, real.shape()), Sharpness.of(originals, count, real.shape())));
        if (classifier == null) {
            sheet.lack("there is no classifier of these data", CONFIDENCE, MISSING, FRECHET);
            return List.of();
        }
        ImageClassifier.Judged drawn = classifier.judge(images, DRAWS);
        ImageClassifier.Judged originally = classifier.judge(originals, count);
        sheet.put(CONFIDENCE, MeanEstimate.of(drawn.confidences()), 100);
        sheet.put(FRECHET, FrechetDistance.of(drawn.features(), originally.features()));
        double[] shares = drawn.shares();
        double[] realShares = originally.shares();
        List<String> missing = new ArrayList<>();
        for (int c = 0; c < shares.length; c++) {
            if (shares[c] < MISSING_SHARE * realShares[c]) {
                missing.add(real.labelNames().get(c));
            }
        }
        sheet.put(MISSING, missing.size(), Double.NaN);
        if (!missing.isEmpty()) {
            sheet.by(MISSING, "%s", String.join(", ", missing));
        }
        return Arrays.stream(shares).map(share -> 100 * share).boxed().toList();
    }

    private float[] codes() {
        return model.prior().draws(Noise.named(seed, "compared draws"), DRAWS);
    }

    private float[] decoded(float[] codes) {
        return model.decode(codes, codes.length / model.prior().dim());
    }

    /**
     * The share of draws that the data do not support.
     *
     * @param edge the greatest difference that data still support
     */
    void holes(FigureSheet sheet, Atlas atlas, double edge) {
        int[] rows = ImageSupport.rows(atlas, real.shape().size());
        byte[] compared = model.decodeBytes(ImageSupport.codes(atlas, rows), rows.length);
        float[] codes = codes();
        double share = Holes.of(ImageSupport.of(atlas, rows, compared).differences(codes, decoded(codes)), edge)
                .share();
        sheet.put(HOLES, 100 * share, 100 * Math.sqrt(share * (1 - share) / DRAWS));
    }
}
