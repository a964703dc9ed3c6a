package isthmus.columns;

import io.github.jbellis.jvector.disk.MappedChunkReader;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import isthmus.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A graph of neighbours over some rows, by jvector, in a file that the system maps: a search follows it from row to row
 * towards a code, and looks at some thousand rows whatever their number. Any thread.
 */
final class NeighbourGraph {
    private static final VectorTypeSupport VECTORS =
            VectorizationProvider.getInstance().getVectorTypeSupport();
    private static final int DEGREE = 16; // edges of a row
    private static final int BEAM = 100; // rows that are held while one is put in
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f; // by how much a shorter way must be shorter

    private final OnDiskGraphIndex graph;
    private final Rows rows;

    private NeighbourGraph(OnDiskGraphIndex graph, Rows rows) {
        this.graph = graph;
        this.rows = rows;
    }

    /** A row of the atlas and its squared distance. */
    record Near(long row, double square) {}

    /** Means of some rows, read where they lie. */
    private record Rows(MappedColumn mu, long first, int count) implements RandomAccessVectorValues {
        @Override
        public int size() {
            return count;
        }

        @Override
        public int dimension() {
            return mu.width();
        }

        @Override
        public VectorFloat<?> getVector(int row) {
            float[] code = new float[mu.width()];
            mu.floats((first + row) * mu.width(), code, code.length);
            return VECTORS.createFloatVector(code);
        }

        @Override
        public boolean isValueShared() {
            return false;
        }

        @Override
        public RandomAccessVectorValues copy() {
            return this;
        }
    }

    /**
     * Builds the graph of rows [first, first + count), with all cores.
     *
     * @param progress told how many are in it
     */
    static void build(MappedColumn mu, long first, int count, Path file, IntConsumer progress) throws IOException {
        Rows rows = new Rows(mu, first, count);
        BuildScoreProvider scores =
                BuildScoreProvider.randomAccessScoreProvider(rows, VectorSimilarityFunction.EUCLIDEAN);
        ForkJoinPool pool = ForkJoinPool.commonPool();
        try (GraphIndexBuilder builder =
                new GraphIndexBuilder(scores, mu.width(), DEGREE, BEAM, OVERFLOW, ALPHA, true, true, pool, pool)) {
            AtomicInteger done = new AtomicInteger();
            IntStream.range(0, count).parallel().forEach(row -> {
                builder.addGraphNode(row, rows.getVector(row));
                if (done.incrementAndGet() % 1000 == 0) {
                    progress.accept(done.get());
                }
            });
            builder.cleanup();
            OnDiskGraphIndex.write(builder.getGraph(), rows, file);
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    static NeighbourGraph open(MappedColumn mu, Manifest.Graph part, Path file) {
        try {
            ReaderSupplier reader = new MappedChunkReader.Supplier(file);
            return new NeighbourGraph(OnDiskGraphIndex.load(reader), new Rows(mu, part.first(), part.count()));
        } catch (IOException | RuntimeException e) {
            throw Failure.badInput(file.toString(), "an index of neighbours", e.getMessage())
                    .causedBy(e);
        }
    }

    /**
     * The nearest rows, nearest first.
     *
     * @param beam rows that are held on the way; more finds them more surely
     */
    List<Near> nearest(float[] code, int k, int beam) {
        VectorFloat<?> query = VECTORS.createFloatVector(code.clone());
        try (GraphSearcher searcher = new GraphSearcher(graph)) {
            SearchResult result = searcher.search(
                    DefaultSearchScoreProvider.exact(query, VectorSimilarityFunction.EUCLIDEAN, rows),
                    Math.min(k, rows.count),
                    Math.max(k, beam),
                    0,
                    0,
                    Bits.ALL);
            List<Near> found = new ArrayList<>();
            for (SearchResult.NodeScore one : result.getNodes()) {
                found.add(new Near(rows.first + one.node, square(code, rows.mu, rows.first + one.node)));
            }
            return found;
        } catch (IOException e) {
            throw Failure.modelFailed("neighbours", "to search them", e.getMessage())
                    .causedBy(e);
        }
    }

    static double square(float[] code, MappedColumn mu, long row) {
        double sum = 0;
        for (int d = 0; d < code.length; d++) {
            double offset = (double) mu.floatAt(row * code.length + d) - code[d];
            sum += offset * offset;
        }
        return sum;
    }
}
