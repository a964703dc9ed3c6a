package isthmus.report;

import isthmus.Failure;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the codes of an image may lie of which some is not known: the prior, what the encoder says where the unknown is
 * filled in, and that refined on what is known, from several beginnings, for there may be several answers. One thread,
 * that of the model.
 */
public final class CompletionProposal {
    private static final int PRIOR = 256; // draws among which beginnings are looked for
    private static final int LIKELY = 32; // of them, the best
    private static final int BEGINNINGS = 4;
    private static final int FILLINGS = 3; // times that the unknown is filled in and encoded again
    private static final int DRAWS = 32;
    private static final int STEPS = 60;
    private static final double WORSE = 8; // nats, by which a part may be worse than the best and still be drawn from

    private final ChunkedModel model;
    private final Observation seen;

    private CompletionProposal(ChunkedModel model, Observation seen) {
        this.model = model;
        this.seen = seen;
    }

    /** Is told of each refined part. */
    public interface Watcher {
        void found(int component, int of, Gaussian q);
    }

    /** The mixture to draw from; with nothing known the prior alone. */
    static Mixture of(ChunkedModel model, Observation seen, long seed, Watcher watcher) {
        Gaussian prior = model.prior()
                .gaussian()
                .orElseThrow(() -> Failure.badInput(model.card().id(), "a prior that is a Gaussian", "another"));
        if (seen.knownCount() == 0) {
            return new Mixture(List.of(prior));
        }
        return new CompletionProposal(model, seen).around(prior, seed, watcher);
    }

    private Mixture around(Gaussian prior, long seed, Watcher watcher) {
        List<Gaussian> encoded = new ArrayList<>();
        for (float[] code : beginnings(prior, Noise.named(seed, "beginnings"))) {
            encoded.add(filled(code));
        }
        BoundAscent ascent = new BoundAscent(model, seen, model.dim(), DRAWS, Noise.named(seed, "refinement"));
        List<BoundAscent.Reached> reached = new ArrayList<>();
        for (Gaussian q : encoded) {
            reached.add(ascent.from(q, STEPS, (step, bound, at) -> {}));
            watcher.found(
                    reached.size() - 1,
                    encoded.size(),
                    reached.get(reached.size() - 1).q());
        }
        double best =
                reached.stream().mapToDouble(BoundAscent.Reached::bound).max().orElseThrow();
        List<Gaussian> parts = new ArrayList<>(List.of(prior, encoded.get(0)));
        for (BoundAscent.Reached one : reached) {
            if (one.bound() > best - WORSE) {
                parts.add(one.q());
            }
        }
        return new Mixture(parts);
    }

    /** Codes of the prior that explain what is known well and differ: the best first, each next the furthest from those. */
    private List<float[]> beginnings(Gaussian prior, Noise noise) {
        int dim = prior.dim();
        float[] z = new float[PRIOR * dim];
        for (int row = 0; row < PRIOR; row++) {
            prior.draw(noise, z, row);
        }
        float[] scores = model.scores(z, PRIOR, seen);
        List<float[]> likely = IntStream.range(0, PRIOR)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .limit(LIKELY)
                .map(row -> Arrays.copyOfRange(z, row * dim, (row + 1) * dim))
                .toList();
        List<float[]> chosen = new ArrayList<>(List.of(likely.get(0)));
        while (chosen.size() < BEGINNINGS) {
            chosen.add(likely.stream()
                    .max(Comparator.comparingDouble(code -> chosen.stream()
                            .mapToDouble(other -> squared(code, other))
                            .min()
                            .orElseThrow()))
                    .orElseThrow());
        }
        return chosen;
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    /** What the encoder says where the unknown is as the code, and then as its own answer, decodes. */
    private Gaussian filled(float[] code) {
        float[] mu = code;
        Gaussian q = null;
        for (int i = 0; i < FILLINGS; i++) {
            float[] image = model.decode(mu, 1);
            for (int p = 0; p < image.length; p++) {
                image[p] = seen.isKnown(p) ? seen.values()[p] : image[p];
            }
            q = model.encode(image);
            mu = q.mean();
        }
        return q;
    }
}
