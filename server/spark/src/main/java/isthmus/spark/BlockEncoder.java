package isthmus.spark;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.estimate.Elbo;
import isthmus.estimate.IwaeBounds;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.inference.Model;
import isthmus.latent.PosteriorBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Encodes a partition block by block: the rows of a corpus are divided into blocks of as many as a batch has, and a row runs
 * at its own place of its block's batch, whatever other rows of the block are in the partition. So its numbers depend on the
 * image alone, and not on partitions. One thread at a time.
 */
final class BlockEncoder implements FlatMapFunction<Iterator<CorpusRow>, EncodedRow> {
    private static final long serialVersionUID = 1L;
    private static final int BLOCK = Engine.ROWS;

    private final Encoding encoding;

    BlockEncoder(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public Iterator<EncodedRow> call(Iterator<CorpusRow> partition) {
        ExecutorModel model = ExecutorModel.of(encoding.model());
        return new Iterator<>() {
            private Iterator<EncodedRow> encoded = List.<EncodedRow>of().iterator();
            private CorpusRow first; // of the next block, once it was read

            @Override
            public boolean hasNext() {
                while (!encoded.hasNext()) {
                    List<CorpusRow> block = block();
                    if (block.isEmpty()) {
                        return false;
                    }
                    encoded = model.lend(lent -> encode(lent, block)).iterator();
                }
                return true;
            }

            /** Rows that follow one another within a block. */
            private List<CorpusRow> block() {
                List<CorpusRow> rows = new ArrayList<>();
                while (first != null || partition.hasNext()) {
                    CorpusRow next = first != null ? first : partition.next();
                    first = null;
                    if (!rows.isEmpty()) {
                        long before = rows.get(rows.size() - 1).row();
                        if (next.row() <= before || next.row() / BLOCK != before / BLOCK) {
                            first = next;
                            break;
                        }
                    }
                    rows.add(next);
                }
                return rows;
            }

            @Override
            public EncodedRow next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return encoded.next();
            }
        };
    }

    /** Encodes some rows of one block; an image that cannot be read or encoded is a row that says why. */
    private List<EncodedRow> encode(Model model, List<CorpusRow> rows) {
        Shape shape = model.card().input().shape();
        FitTarget target = encoding.target(model.card());
        int size = shape.size();
        long start = rows.get(0).row() / BLOCK * BLOCK;
        int count = (int) (rows.get(rows.size() - 1).row() - start) + 1;
        byte[] pixels = new byte[count * size]; // zeros where there is no image
        String[] errors = new String[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            CorpusRow row = rows.get(i);
            errors[i] = row.error();
            try {
                byte[] image = row.error() == null ? pixels(row, target) : new byte[size];
                System.arraycopy(image, 0, pixels, (int) (row.row() - start) * size, size);
            } catch (Failure e) {
                errors[i] = e.getMessage();
            }
        }
        try {
            return measure(model, rows, errors, pixels, start);
        } catch (Failure e) {
            // The network fails on one of them: each by itself, at its place.
            List<EncodedRow> all = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                all.add(alone(model, rows.get(i), errors[i], pixels, start));
            }
            return all;
        }
    }

    private EncodedRow alone(Model model, CorpusRow row, String error, byte[] pixels, long start) {
        int size = model.card().input().shape().size();
        int place = (int) (row.row() - start);
        byte[] only = new byte[(place + 1) * size];
        System.arraycopy(pixels, place * size, only, place * size, size);
        try {
            return measure(model, List.of(row), new String[] {error}, only, start)
                    .get(0);
        } catch (Failure e) {
            return EncodedRow.failed(row, e.getMessage());
        }
    }

    private List<EncodedRow> measure(Model model, List<CorpusRow> rows, String[] errors, byte[] pixels, long start) {
        Shape shape = model.card().input().shape();
        int count = pixels.length / shape.size();
        int[] index = IntStream.range(0, count).toArray();
        DataSet data = new DataSet("the corpus", shape, pixels, null, List.of(), null, index, List.of());
        EvaluationImages images = new EvaluationImages(data, start, model.card().scoresDraws(), encoding.seed());
        Evaluator evaluator = new Evaluator(model, images, encoding.seed());
        PosteriorBatch posteriors = evaluator.posteriors();
        List<Elbo> bounds = evaluator.bounds(encoding.draws(), done -> {});
        List<IwaeBounds> importance = encoding.importance() > 0 && posteriors.hasDensity()
                ? evaluator.importanceBounds(encoding.importance(), count, done -> {})
                : null;
        List<EncodedRow> all = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            int place = (int) (rows.get(i).row() - start);
            all.add(
                    errors[i] != null
                            ? EncodedRow.failed(rows.get(i), errors[i])
                            : EncodedRow.of(
                                    rows.get(i),
                                    posteriors,
                                    place,
                                    bounds.get(place),
                                    importance == null ? null : importance.get(place)));
        }
        return all;
    }

    private static byte[] pixels(CorpusRow row, FitTarget target) {
        int size = target.shape().size();
        if (row.isPicture()) {
            String name = row.name() == null ? "row " + row.row() : row.name();
            return Fit.fit(Picture.read(row.image(), name, PictureLimits.DEFAULT), target)
                    .pixels()
                    .values();
        }
        if (row.image().length != size) {
            throw Failure.badInput(
                    "row " + row.row(), "%d values of %s".formatted(size, target.shape()), row.image().length);
        }
        return row.image();
    }
}
