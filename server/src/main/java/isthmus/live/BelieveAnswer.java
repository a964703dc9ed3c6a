package isthmus.live;

import isthmus.atlas.AtlasRanking;
import isthmus.atlas.NearestRows;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.report.ImageLikelihood;
import isthmus.report.ImportanceSampling;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model says of an image, where that stands, and ever tighter bounds on log p(x). Any thread. */
final class BelieveAnswer extends AnswerBase {
    private static final int NEAREST = 8;
    private static final int RUNG_BYTES = 2048; // of a frame of bounds at most

    BelieveAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void answer(Question.Believe question) {
        report(
                4L * space.shape().size() * Float.BYTES + 64 * RUNG_BYTES,
                question.image(),
                question.seed(),
                (turns, subject) -> {
                    ImageLikelihood likelihood = ImageLikelihood.of(turns, subject.values());
                    running.send(image(subject, likelihood), false, 0);
                    Gaussian q = likelihood.q();
                    Noise noise = subject.draws(question.seed());
                    ImportanceSampling.bounds(
                            turns, Observation.of(subject.values()), q, question.k(), noise, rungs -> {
                                running.send(bounds(question.k(), rungs), rungs.draws() == question.k(), 0);
                            });
                });
    }

    private AnswerFrame image(ReportImage subject, ImageLikelihood likelihood) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "image");
        head.put("drawn", subject.drawn());
        if (subject.fitting() != null) {
            head.put("fitting", subject.fitting());
        }
        head.putAll(figures(likelihood));
        FrameBuilder filling = new FrameBuilder()
                .add(image("input"), subject.values())
                .add(image("mean"), likelihood.mean())
                .add("mu", likelihood.q().mean())
                .add("logvar", likelihood.q().logvar())
                .addFloats("klByDimension", likelihood.bound().klByDimension());
        if (space.hasAtlas() && space.atlas().count() > 0) {
            standing(subject, likelihood, head, filling);
        }
        return filling.frame(this, false, head);
    }

    static Map<String, Object> figures(ImageLikelihood likelihood) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("kl", likelihood.bound().kl());
        figures.put("reconstruction", likelihood.bound().reconstruction().mean());
        figures.put("elbo", likelihood.bound().bound());
        figures.put("residual", likelihood.residual());
        return figures;
    }

    private void standing(
            ReportImage subject, ImageLikelihood likelihood, Map<String, Object> head, FrameBuilder filling) {
        AtlasRanking standing = space.standing();
        List<Neighbour> near = nearest(space, subject, likelihood.q());
        head.putAll(figures(standing, likelihood, near));
        float[] distances = new float[near.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) near.get(i).distance();
        }
        filling.add("edges", standing.edges())
                .add("counts", standing.counts())
                .add("row", near.stream().mapToInt(Neighbour::row).toArray())
                .add("distance", distances);
    }

    /** Where an image stands among the samples. */
    static Map<String, Object> figures(AtlasRanking standing, ImageLikelihood likelihood, List<Neighbour> near) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("percentile", standing.percentile(likelihood.bound().bound()));
        figures.put("of", standing.bounds().length);
        Double nearer =
                near.isEmpty() ? null : standing.distancePercentile(near.get(0).distance());
        if (nearer != null) {
            figures.put("distancePercentile", nearer);
        }
        return figures;
    }

    /** What draws are worth. */
    static Map<String, Object> figures(IwaeBounds rungs) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("draws", rungs.draws());
        figures.put("effective", rungs.effective());
        figures.put("trusted", rungs.trusted());
        return figures;
    }

    /** The samples that lie nearest to where an image is encoded, it itself left out. */
    static List<Neighbour> nearest(ServedModel space, ReportImage subject, Gaussian q) {
        return subject.row() == null
                ? NearestRows.find(space.atlas(), q.mean(), NEAREST)
                : NearestRows.without(space.atlas(), q.mean(), subject.row(), NEAREST);
    }

    private AnswerFrame bounds(int of, IwaeBounds rungs) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "bound");
        head.put("of", of);
        head.putAll(figures(rungs));
        return new FrameBuilder()
                .add("k", rungs.k())
                .add("groups", rungs.groups())
                .add("bound", rungs.bound())
                .add("error", rungs.error())
                .frame(this, rungs.draws() == of, head);
    }
}
