package isthmus.spark;

import isthmus.Failure;
import isthmus.data.ImageFolder;
import isthmus.data.PictureNames;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataTypes;

/**
 * The pictures in a folder and below, in the order in which {@code encode} numbers them. The driver lists them, which takes
 * some 100 bytes of its memory a file; executors read those of their partition one by one. The driver's thread.
 */
record FolderSource(String folder, List<String> names) {
    static FolderSource of(HadoopFiles files, String folder) {
        List<String> names = files.within(folder).stream()
                .filter(PictureNames::isPicture)
                .sorted(Comparator.comparing(PictureNames::key))
                .toList();
        if (names.isEmpty()) {
            throw Failure.badInput(
                    folder, "PNG, JPEG, WebP, GIF or BMP pictures, or Parquet files, in the folder", "none");
        }
        return new FolderSource(folder, names);
    }

    Corpus corpus(JavaSparkContext spark, HadoopFiles files, int partitions) {
        String root = folder;
        boolean labelled = names.stream().anyMatch(name -> PictureNames.subfolder(name) != null);
        String own = root.replaceFirst("/+$", "").replaceFirst(".*/", "");
        // Tuples of Java would box each row; a list keeps its order, so a row is its place.
        List<NamedRow> rows = IntStream.range(0, names.size())
                .mapToObj(row -> new NamedRow(row, names.get(row)))
                .toList();
        return new Corpus(
                spark.parallelize(rows, partitions).map(row -> read(files, root, labelled ? own : null, row)),
                labelled ? DataTypes.StringType : null,
                List.of(),
                "%,d pictures of %s".formatted(rows.size(), folder));
    }

    private static CorpusRow read(HadoopFiles files, String root, String own, NamedRow row) {
        String subfolder = PictureNames.subfolder(row.name);
        String label = own == null ? null : subfolder == null ? own : subfolder;
        try {
            return CorpusRow.picture(row.row, row.name, label, file(files, root, row.name));
        } catch (Failure e) {
            return CorpusRow.unreadable(row.row, row.name, label, e.getMessage());
        }
    }

    private static byte[] file(HadoopFiles files, String root, String name) {
        return files.read(root, name, PictureLimits.DEFAULT.bytes());
    }

    /** Whether to invert, decided for all pictures by a vote of some of them, as {@code encode} does. */
    Fitting.Invert vote(HadoopFiles files, FitTarget target) {
        return ImageFolder.withVote(
                        names.size(),
                        i -> Picture.read(file(files, folder, names.get(i)), names.get(i), PictureLimits.DEFAULT),
                        target)
                .requested()
                .invert();
    }

    /** A file and its place among all. */
    private record NamedRow(long row, String name) implements java.io.Serializable {}
}
