package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two searches for the modes of p(z|x) that know nothing of each other: each has candidates of its own and half of the
 * samples. Draws come half from what each found. So where one missed what matters, the halves disagree; and where both
 * found it, they agree. One thread, that of the model.
 *
 * @param first what the first found, with what was known
 * @param second the same of the second
 */
record TwoSearches(List<BoundAscent.Result> first, List<BoundAscent.Result> second) {
    /**
     * @param known components that both have
     * @param samples (count, dim) codes that images of the data have
     */
    static TwoSearches of(
            ChunkedModel model,
            Observation seen,
            List<BoundAscent.Result> known,
            float[] samples,
            long seed,
            PosteriorProposal.Listener listener) {
        List<List<BoundAscent.Result>> both = new ArrayList<>();
        for (int search = 0; search < 2; search++) {
            List<BoundAscent.Result> found = new ArrayList<>(known);
            int before = search == 0 ? 0 : both.get(0).size() - known.size();
            found.addAll(PosteriorProposal.components(
                    model,
                    seen,
                    known.stream().map(BoundAscent.Result::q).toList(),
                    everyOther(samples, model.dim(), search),
                    seed,
                    Noise.named(seed, "candidates").stream(search),
                    (component, of, q) -> listener.onComponent(before + component, before + of, q)));
            both.add(found);
        }
        return new TwoSearches(both.get(0), both.get(1));
    }

    private static float[] everyOther(float[] samples, int dim, int from) {
        int count = (samples.length / dim + 1 - from) / 2;
        float[] some = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(samples, (2 * i + from) * dim, some, i * dim, dim);
        }
        return some;
    }

    Stream<BoundAscent.Result> all() {
        return Stream.concat(first.stream(), second.stream());
    }

    /** The same with what a component became when it was refined, for the search that found it. */
    TwoSearches withRefined(BoundAscent.Result from, BoundAscent.Result refined) {
        return new TwoSearches(with(first, from, refined), with(second, from, refined));
    }

    private static List<BoundAscent.Result> with(
            List<BoundAscent.Result> found, BoundAscent.Result from, BoundAscent.Result refined) {
        return found.contains(from) && !found.contains(refined)
                ? Stream.concat(found.stream(), Stream.of(refined)).toList()
                : found;
    }

    /** Weighted draws, the first half from what the first search found. */
    ImportanceSampling.Weighted draws(ChunkedModel model, Observation seen, int count, long seed, String name) {
        Noise noise = Noise.named(seed, name);
        float[] z = new float[count * model.dim()];
        double[] logWeights = new double[count];
        int half = count / 2;
        for (int search = 0; search < 2; search++) {
            int from = search * half;
            ImportanceSampling.Weighted drawn = ImportanceSampling.weighted(
                    model,
                    seen,
                    PosteriorProposal.of(model, seen, search == 0 ? first : second, noise.stream(2L * search)),
                    search == 0 ? half : count - half,
                    noise.stream(2L * search + 1));
            System.arraycopy(drawn.z(), 0, z, from * model.dim(), drawn.z().length);
            System.arraycopy(drawn.logWeights(), 0, logWeights, from, drawn.logWeights().length);
        }
        return new ImportanceSampling.Weighted(z, logWeights);
    }
}
