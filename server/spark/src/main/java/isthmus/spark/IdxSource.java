package isthmus.spark;

import isthmus.Failure;
import isthmus.data.IdxRows;
import isthmus.image.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataTypes;

/**
 * Idx files of images, one after another, with those of their labels. A partition reads its own range of rows; of a gzip file,
 * which cannot be entered in the middle, it passes over what is before. The driver's thread.
 */
record IdxSource(List<IdxFile> files) {
    /**
     * @param labels null for none
     * @param first row of it in the corpus
     */
    record IdxFile(String images, String labels, long first, int rows) implements Serializable {}

    /** Rows of one file, [from, to), that one partition reads. */
    private record Range(IdxFile file, int from, int to) implements Serializable {}

    /**
     * @param images URIs
     * @param labels URIs, as many; null where there are none
     */
    static IdxSource of(HadoopFiles files, List<String> images, List<String> labels, Shape shape) {
        List<IdxFile> found = new ArrayList<>();
        long first = 0;
        for (int i = 0; i < images.size(); i++) {
            String uri = images.get(i);
            try (IdxRows rows = open(files, uri, true)) {
                if (!rows.shape().equals(shape)) {
                    throw Failure.badInput(uri, "images of " + shape, rows.shape());
                }
                found.add(new IdxFile(uri, labels.get(i), first, rows.count()));
                first += rows.count();
            }
            if (labels.get(i) != null) {
                try (IdxRows rows = open(files, labels.get(i), false)) {
                    int count = found.get(i).rows();
                    if (rows.count() != count) {
                        throw Failure.badInput(labels.get(i), count + " labels", rows.count());
                    }
                }
            }
        }
        return new IdxSource(List.copyOf(found));
    }

    private static IdxRows open(HadoopFiles files, String uri, boolean images) {
        long length = files.status(uri).getLen();
        return images ? IdxRows.images(uri, files.open(uri), length) : IdxRows.labels(uri, files.open(uri), length);
    }

    Corpus corpus(JavaSparkContext spark, HadoopFiles from, int partitions) {
        long all = files.stream().mapToLong(IdxFile::rows).sum();
        List<Range> ranges = new ArrayList<>();
        for (IdxFile file : files) {
            int parts = (int) Math.max(1, Math.min(file.rows, Math.round((double) partitions * file.rows / all)));
            for (int part = 0; part < parts; part++) {
                ranges.add(new Range(
                        file, (int) ((long) part * file.rows / parts), (int) ((part + 1L) * file.rows / parts)));
            }
        }
        boolean labelled = files.stream().anyMatch(file -> file.labels != null);
        return new Corpus(
                spark.parallelize(ranges, ranges.size()).flatMap(range -> rows(from, range)),
                labelled ? DataTypes.IntegerType : null,
                List.of(),
                "%,d images of %s".formatted(all, files.get(0).images));
    }

    private static Iterator<CorpusRow> rows(HadoopFiles from, Range range) {
        IdxRows images = open(from, range.file.images, true);
        IdxRows labels = range.file.labels == null ? null : open(from, range.file.labels, false);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener(done -> {
                images.close();
                if (labels != null) {
                    labels.close();
                }
            });
        }
        images.skip(range.from);
        if (labels != null) {
            labels.skip(range.from);
        }
        return new Iterator<>() {
            private int at = range.from;

            @Override
            public boolean hasNext() {
                return at < range.to;
            }

            @Override
            public CorpusRow next() {
                long row = range.file.first + at++;
                return CorpusRow.pixels(row, labels == null ? null : labels.label(), images.image());
            }
        };
    }
}
