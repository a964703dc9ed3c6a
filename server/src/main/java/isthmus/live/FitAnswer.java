package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Holes;
import isthmus.atlas.NearestRows;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.estimate.MeanEstimate;
import isthmus.image.Pixels;
import isthmus.latent.Codebook;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.Vectors;
import isthmus.model.PriorFile;
import isthmus.model.Sha256;
import isthmus.report.ChunkedModel;
import isthmus.report.PriorFit;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Fit.Family;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A prior fitted to the codes of the data, and what the model's own and that one draw. Any thread. */
final class FitAnswer extends AnswerBase {
    private static final int SMALL = 2048; // bytes of a frame of figures at most
    private static final int MOST_FRAMES = 24; // of figures
    private static final int STEPS = 10; // of a flow's that are told
    private static final int CLOUD = 300; // draws of a flow for the map
    private static final int FLOW_FILE = 1 << 16; // bytes a dimension, more than a flow's file has

    FitAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Fit question) {
        if (served.atlas().count() < PriorFit.LEAST) {
            throw Failure.badInput(
                    served.card().id(),
                    "an atlas of " + PriorFit.LEAST + " images or more to fit a prior to",
                    served.atlas().count());
        }
        int dim = served.dim();
        int count = question.count();
        ArraySpec draws = images("before", ArrayType.U1, count);
        ArraySpec codes = ArraySpec.of("beforeCodes", ArrayType.F4, count, dim);
        ArraySpec mixture = ArraySpec.of("means", ArrayType.F4, question.components(), dim);
        ArraySpec outside = ArraySpec.of("emptyCodes", ArrayType.F4, PriorFit.DRAWS, dim);
        // The mixture comes twice, as arrays and as a file; both are means and log variances.
        long bytes =
                checkedBytes(draws, draws, codes, codes, mixture, mixture, mixture, mixture, outside, outside, outside);
        report(bytes + MOST_FRAMES * SMALL + FLOW_FILE * dim, 0, chunked -> fit(chunked, question));
    }

    private void fit(ChunkedModel chunked, Question.Fit question) {
        Prior prior = served.prior();
        if (prior instanceof Codebook) {
            throw Failure.badInput(
                            served.card().id(), "a prior that has a density", "one over the entries of a codebook")
                    .hint("draws of discrete codes are compared by other means");
        }
        boolean flows = question.family() == Family.FLOW;
        PosteriorBatch posteriors = served.atlas().posteriors();
        PriorFit.Progress progress = progress(chunked);
        PriorFit fit = flows
                ? PriorFit.flow(posteriors, prior, question.seed(), progress)
                : PriorFit.mixture(posteriors, prior, question.components(), question.seed(), progress);
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "fitted");
        head.put("codes", fit.codes());
        if (!flows) {
            head.put("components", fit.chosen().components());
        }
        put(head, "logDensity", fit.chosen().logDensity());
        put(head, "gain", fit.chosen().gain());
        head.put("empty", fit.empty().share());
        head.put("missed", fit.missed().share());
        put(head, "before", services.holes(model, chunked, prior));
        put(head, "after", services.holes(model, chunked, fit.fitted()));
        byte[] file = PriorFile.bytes(fit.fitted());
        head.put("sha256", Sha256.of(file));
        FrameBuilder builder = new FrameBuilder();
        draws(builder, "before", chunked, prior, question);
        draws(builder, "after", chunked, fit.fitted(), question);
        int dim = served.dim();
        if (fit.fitted() instanceof Mixture mixture) {
            add(builder, mixture);
        } else {
            float[] cloud = fit.fitted().draws(Noise.named(question.seed(), "fit cloud"), CLOUD);
            builder.add(ArraySpec.of("cloud", ArrayType.F4, CLOUD, dim), cloud);
        }
        builder.add(ArraySpec.of("file", ArrayType.U1, file.length), file)
                .add(outside("emptyCodes", fit.empty()), fit.empty().codes())
                .add(outside("missedCodes", fit.missed()), fit.missed().codes());
        request.send(builder.frame(this, true, head), true);
    }

    private ArraySpec outside(String name, PriorFit.Outside codes) {
        return ArraySpec.of(name, ArrayType.F4, codes.count(), served.dim());
    }

    private static void add(FrameBuilder builder, Mixture mixture) {
        List<Gaussian> components = mixture.components();
        int dim = mixture.dim();
        float[] means = new float[components.size() * dim];
        float[] logvars = new float[means.length];
        for (int k = 0; k < components.size(); k++) {
            System.arraycopy(components.get(k).mean(), 0, means, k * dim, dim);
            System.arraycopy(components.get(k).logvar(), 0, logvars, k * dim, dim);
        }
        builder.add("weights", Vectors.floats(mixture.weights()))
                .add(ArraySpec.of("means", ArrayType.F4, components.size(), dim), means)
                .add(ArraySpec.of("logvars", ArrayType.F4, components.size(), dim), logvars);
    }

    private PriorFit.Progress progress(ChunkedModel chunked) {
        return new PriorFit.Progress() {
            @Override
            public void begun(PriorFit.Held prior) {
                FitAnswer.this.begun(prior);
            }

            @Override
            public void tried(PriorFit.Tried one) {
                FitAnswer.this.tried(one);
            }

            @Override
            public void stepped(int done, int of) {
                if (done % (of / STEPS) == 0) {
                    request.send(frame(false, Map.of("stage", "step", "step", done, "of", of)), false);
                }
            }

            @Override
            public void check() {
                chunked.check();
            }
        };
    }

    private void begun(PriorFit.Held prior) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "prior");
        head.put("heldOut", prior.codes());
        put(head, "logDensity", prior.logDensity());
        request.send(frame(false, head), false);
    }

    private void tried(PriorFit.Tried one) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "tried");
        head.put("components", one.components());
        put(head, "logDensity", one.logDensity());
        put(head, "gain", one.gain());
        request.send(frame(false, head), false);
    }

    private static void put(Map<String, Object> head, String name, MeanEstimate of) {
        head.put(name, of.mean());
        head.put(name + "Error", of.error());
    }

    /** The share of draws that the data do not support; nothing where the card does not tell when. */
    private static void put(Map<String, Object> head, String name, Holes holes) {
        if (holes != null) {
            head.put(name, holes.share());
            head.put(name + "Low", holes.low());
            head.put(name + "High", holes.high());
        }
    }

    /** Draws, decoded, each with the nearest row of the atlas. */
    private void draws(FrameBuilder builder, String name, ChunkedModel chunked, Prior of, Question.Fit question) {
        int count = question.count();
        int dim = served.dim();
        float[] codes = of.draws(Noise.named(question.seed(), name), count);
        float[] mean = chunked.decode(codes, count);
        byte[] pixels = new byte[mean.length];
        Pixels.toBytes(mean, 0, mean.length, pixels, 0);
        int[] rows = new int[count];
        float[] distances = new float[count];
        for (int i = 0; i < count; i++) {
            Neighbour near = NearestRows.find(served.atlas(), Arrays.copyOfRange(codes, i * dim, (i + 1) * dim), 1)
                    .get(0);
            rows[i] = near.row();
            distances[i] = (float) near.distance();
        }
        builder.add(images(name, ArrayType.U1, count), pixels)
                .add(ArraySpec.of(name + "Codes", ArrayType.F4, count, dim), codes)
                .add(name + "Row", rows)
                .add(name + "Distance", distances);
    }
}
