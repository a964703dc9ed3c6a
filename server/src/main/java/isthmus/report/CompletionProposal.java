package isthmus.report;

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
 * A proposal distribution for the codes of a partly known image: a mixture of the prior, the posterior of the image with its
 * unknown pixels imputed, and that refined on the known pixels. It has several starts, for the posterior may have several
 * modes. One thread, that of the model.
 */
public final class CompletionProposal {
    private static final int PRIOR_DRAWS = 256; // among which starts are chosen
    private static final int LIKELY = 32; // of them, those of the highest likelihood
    private static final int STARTS = 4;
    private static final int IMPUTATIONS = 3; // rounds of decoding, imputing and encoding
    private static final int DRAWS = 32;
    private static final int STEPS = 60;
    private static final double MAX_DEFICIT = 8; // nats below the best bound, beyond which a component is dropped

    private final ChunkedModel model;
    private final Observation seen;

    private CompletionProposal(ChunkedModel model, Observation seen) {
        this.model = model;
        this.seen = seen;
    }

    /** Receives each refined component. */
    public interface Listener {
        void onComponent(int component, int of, Gaussian q);
    }

    /** The mixture to draw from; with nothing known the prior alone. */
    static Mixture of(ChunkedModel model, Observation seen, long seed, Listener listener) {
        Gaussian prior = model.gaussianPrior();
        if (seen.knownCount() == 0) {
            return new Mixture(List.of(prior));
        }
        return new CompletionProposal(model, seen).proposal(prior, seed, listener);
    }

    private Mixture proposal(Gaussian prior, long seed, Listener listener) {
        List<Gaussian> encoded = new ArrayList<>();
        for (float[] code : starts(prior, Noise.named(seed, "beginnings"))) {
            encoded.add(encodeImputed(code));
        }
        BoundAscent ascent = new BoundAscent(model, seen, model.dim(), DRAWS, Noise.named(seed, "refinement"));
        List<BoundAscent.Result> refined = new ArrayList<>();
        for (Gaussian q : encoded) {
            refined.add(ascent.maximise(q, STEPS, (step, bound, at) -> {}));
            listener.onComponent(
                    refined.size() - 1,
                    encoded.size(),
                    refined.get(refined.size() - 1).q());
        }
        double best =
                refined.stream().mapToDouble(BoundAscent.Result::bound).max().orElseThrow();
        List<Gaussian> components = new ArrayList<>(List.of(prior, encoded.get(0)));
        for (BoundAscent.Result one : refined) {
            if (one.bound() > best - MAX_DEFICIT) {
                components.add(one.q());
            }
        }
        return new Mixture(components);
    }

    /** Likely draws of the prior that are far apart: the likeliest first, then each farthest from those chosen. */
    private List<float[]> starts(Gaussian prior, Noise noise) {
        int dim = prior.dim();
        float[] z = prior.draws(noise, PRIOR_DRAWS);
        float[] scores = model.scores(z, PRIOR_DRAWS, seen);
        List<float[]> likely = IntStream.range(0, PRIOR_DRAWS)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -scores[row]))
                .limit(LIKELY)
                .map(row -> Arrays.copyOfRange(z, row * dim, (row + 1) * dim))
                .toList();
        List<float[]> chosen = new ArrayList<>(List.of(likely.get(0)));
        while (chosen.size() < STARTS) {
            chosen.add(likely.stream()
                    .max(Comparator.comparingDouble(code -> chosen.stream()
                            .mapToDouble(other -> squaredDistance(code, other))
                            .min()
                            .orElseThrow()))
                    .orElseThrow());
        }
        return chosen;
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    /** The posterior of the image with its unknown pixels imputed by decoding the code, then the posterior mean, and so on. */
    private Gaussian encodeImputed(float[] code) {
        float[] mu = code;
        Gaussian q = null;
        for (int i = 0; i < IMPUTATIONS; i++) {
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
