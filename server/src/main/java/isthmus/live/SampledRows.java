package isthmus.live;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasRanking;
import isthmus.atlas.Density;
import isthmus.atlas.ImageSupport;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.MappedColumn;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Rows drawn of an atlas of columns, one of each of as many parts of equal size: what looks at every row looks at these, and
 * says how many of how many they are and by how much it may be off. Immutable; any thread.
 */
final class SampledRows {
    static final int MOST = 10_000;

    private static final long SEED = 1;
    private static final List<String> BOUND = List.of("kl", "reconstruction");

    private final ColumnAtlas columns;
    private final Atlas atlas;
    private final Computed<Density> density;
    private final Computed<AtlasRanking> ranking;
    private final BegunOnce<ImageSupport> support = new BegunOnce<>();

    SampledRows(ColumnAtlas columns) {
        this.columns = columns;
        long all = columns.count();
        int count = (int) Math.min(MOST, all);
        int dim = columns.dim();
        float[] mu = new float[count * dim];
        float[] logvar = columns.logvar() == null ? null : new float[count * dim];
        float[] kl = new float[count];
        float[] reconstruction = new float[count];
        int[] place = new int[count];
        boolean bound = columns.columns().containsAll(BOUND);
        Noise noise = Noise.named(SEED, "sampled rows");
        for (int i = 0; i < count; i++) {
            long first = all * i / count;
            long row = first + (long) (noise.uniform() * (all * (i + 1) / count - first));
            copy(columns.mu(), row, mu, i);
            if (logvar != null) {
                copy(columns.logvar(), row, logvar, i);
            }
            place[i] = i;
            if (bound) {
                kl[i] = columns.column(BOUND.get(0)).number(row);
                reconstruction[i] = columns.column(BOUND.get(1)).number(row);
            }
        }
        atlas = new Atlas(new PosteriorBatch(count, dim, mu, logvar), new byte[count], place, kl, reconstruction, null);
        density = new Computed<>(() -> Density.of(atlas));
        ranking = new Computed<>(() -> AtlasRanking.of(atlas, new boolean[count]));
    }

    private static void copy(MappedColumn from, long row, float[] to, int at) {
        float[] code = new float[from.width()];
        from.floats(row * code.length, code, code.length);
        System.arraycopy(code, 0, to, at * code.length, code.length);
    }

    Atlas atlas() {
        return atlas;
    }

    Density density() {
        return density.get();
    }

    /** Whether the rows have what a bound is made of. */
    boolean hasBounds() {
        return columns.columns().containsAll(BOUND);
    }

    AtlasRanking ranking() {
        if (!hasBounds()) {
            throw Failure.notFound("columns", String.join(" and ", BOUND), String.join(", ", columns.columns()));
        }
        return ranking.get();
    }

    CompletableFuture<ImageSupport> support(Supplier<CompletableFuture<ImageSupport>> begin) {
        return support.get(begin);
    }

    /** By what standard errors of draws with replacement are multiplied: nothing is off where all rows are drawn. */
    double correction() {
        return Math.sqrt(1 - (double) atlas.count() / columns.count());
    }

    /** The standard error of a percentage of rows. */
    double percentError(double percent) {
        return correction() * Math.sqrt(percent * (100 - percent) / atlas.count());
    }

    /** What an answer says of it. */
    Map<String, Object> head() {
        return Map.of("sampled", atlas.count(), "rows", columns.count());
    }
}
