package isthmus.live;

import isthmus.atlas.AtlasRanking;
import isthmus.atlas.NearestRows;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.Vectors;
import isthmus.report.ImageLikelihood;
import isthmus.report.ImportanceSampling;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model says of an image, how that ranks among the samples, and ever tighter bounds on log p(x). Any thread. */
final class BelieveAnswer extends AnswerBase {
    private static final int NEAREST = 8;
    private static final int BOUNDS_BYTES = 2048; // of a frame of bounds at most

    BelieveAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Believe question) {
        report(
                4L * served.shape().size() * Float.BYTES + 64 * BOUNDS_BYTES,
                question.image(),
                question.seed(),
                (chunked, image) -> {
                    ImageLikelihood likelihood = ImageLikelihood.of(chunked, image.values());
                    request.send(image(image, likelihood, question.sampled()), false);
                    Noise noise = image.draws(question.seed());
                    ImportanceSampling.bounds(
                            chunked, Observation.of(image.values()), likelihood.q(), question.k(), noise, bounds -> {
                                request.send(bounds(question.k(), bounds), bounds.draws() == question.k());
                            });
                });
    }

    private AnswerFrame image(ReportImage image, ImageLikelihood likelihood, Boolean sampled) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "image");
        head.put("drawn", image.drawn());
        if (image.fitting() != null) {
            head.put("fitting", image.fitting());
        }
        head.putAll(figures(served, image, likelihood));
        FrameBuilder builder = new FrameBuilder()
                .add(image("input"), image.values())
                .add(image("mean"), likelihood.mean())
                .add("mu", likelihood.q().mean())
                .add("logvar", likelihood.q().marginals().logvar());
        if (likelihood.bound().klByDimension() != null) {
            builder.add("klByDimension", Vectors.floats(likelihood.bound().klByDimension()));
        }
        if (served.isSampled(sampled)) {
            SampledRows sample = served.sample();
            AtlasRanking ranking = sample.ranking();
            Map<String, Object> figures =
                    figures(ranking, likelihood.bound().bound(), served.floor(image.values()), List.of());
            head.putAll(figures);
            head.put("percentileError", sample.percentError((double) figures.get("percentile")));
            head.putAll(sample.head());
            builder.add("edges", ranking.edges()).add("counts", ranking.counts());
        } else if (served.hasAtlas() && served.atlas().count() > 0) {
            ranking(image, likelihood, head, builder);
        }
        return builder.frame(this, false, head);
    }

    static Map<String, Object> figures(ServedModel served, ReportImage image, ImageLikelihood likelihood) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("kl", likelihood.bound().kl());
        figures.put("reconstruction", likelihood.bound().reconstruction().mean());
        figures.put("elbo", likelihood.bound().bound());
        figures.put("elboError", likelihood.bound().error());
        figures.put("residual", likelihood.residual());
        Double floor = served.floor(image.values());
        if (floor != null) {
            figures.put("floor", floor);
        }
        return figures;
    }

    private void ranking(
            ReportImage image, ImageLikelihood likelihood, Map<String, Object> head, FrameBuilder builder) {
        AtlasRanking ranking = served.ranking();
        List<Neighbour> near = nearest(served, image, likelihood.q().mean());
        head.putAll(figures(ranking, likelihood.bound().bound(), served.floor(image.values()), near));
        builder.add("edges", ranking.edges()).add("counts", ranking.counts()).add(near);
    }

    /**
     * How an image ranks among the samples.
     *
     * @param bound on its log p(x)
     * @param floor of the image, where the ranking is by what is left of it
     */
    static Map<String, Object> figures(AtlasRanking ranking, double bound, Double floor, List<Neighbour> near) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("percentile", ranking.percentile(bound, floor == null ? 0 : floor));
        figures.put("of", ranking.bounds().length);
        figures.put("among", ranking.test() ? "test" : "all");
        figures.put("lessFloor", ranking.lessFloor());
        Double nearer =
                near.isEmpty() ? null : ranking.distancePercentile(near.get(0).distance());
        if (nearer != null) {
            figures.put("distancePercentile", nearer);
        }
        return figures;
    }

    /** What the draws of a bound are worth. */
    static Map<String, Object> figures(IwaeBounds bounds) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("draws", bounds.draws());
        figures.put("effective", bounds.effective());
        return figures;
    }

    /** The samples nearest to an image's mu, without the image itself. */
    static List<Neighbour> nearest(ServedModel served, ReportImage image, float[] mu) {
        return image.row() == null
                ? NearestRows.find(served.atlas(), mu, NEAREST)
                : NearestRows.without(served.atlas(), mu, image.row(), NEAREST);
    }

    private AnswerFrame bounds(int of, IwaeBounds bounds) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "bound");
        head.put("of", of);
        head.putAll(figures(bounds));
        return new FrameBuilder()
                .add("k", bounds.k())
                .add("groups", bounds.groups())
                .add("bound", bounds.bound())
                .add("error", bounds.error())
                .frame(this, bounds.draws() == of, head);
    }
}
