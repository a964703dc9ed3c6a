package isthmus.columns;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an atlas of columns consists of: {@code atlas/atlas.json}, which is replaced whole when everything that it names is on
 * the disk. So a process that is killed leaves what was there before. Immutable; any thread.
 *
 * @param folder within {@code atlas} that has the columns
 * @param count rows
 * @param dim latent dimensions
 * @param encoder sha256 of the encoder whose codes they are
 * @param columns of numbers, one a row
 * @param texts columns of names
 * @param labels the name of each label; empty where there are none
 * @param left rows that had no code, and were left out
 * @param neighbours folders of the index of neighbours, each of its own rows, in order; the rows after them have none yet
 * @param images where those of rows lie, in order; empty where that was never said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Manifest(
        String folder,
        long count,
        int dim,
        boolean logvar,
        String encoder,
        List<Column> columns,
        List<String> texts,
        List<String> labels,
        long left,
        List<Cells> neighbours,
        List<Images> images) {
    static final String FILE = "atlas.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A column of numbers. */
    record Column(String name, ColumnType type) {}

    /**
     * An index over some rows, from {@code first} on.
     *
     * @param cells that it divides them into
     * @param look how many of these a search goes through
     */
    record Cells(String folder, long first, int count, int cells, int look) {}

    /** Images of the rows from {@code first} on, up to those of the next; {@code source} is null where it is not known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Images(long first, ImageSource source) {
        /** Where those of the rows that are there lie, and of the ones that are added after them. */
        static List<Images> with(Manifest before, ImageSource added) {
            List<Images> all = new ArrayList<>(before == null ? List.of() : before.images());
            ImageSource last = all.isEmpty() ? null : all.get(all.size() - 1).source();
            if (!Objects.equals(last, added)) {
                all.add(new Images(before == null ? 0 : before.count(), added));
            }
            return all;
        }
    }

    Manifest {
        columns = List.copyOf(columns);
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        neighbours = List.copyOf(neighbours);
        images = images == null ? List.of() : List.copyOf(images);
    }

    /** Null where there is none. */
    static Manifest read(Path atlas) {
        Path file = atlas.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return JSON.readValue(Files.readAllBytes(file), Manifest.class);
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "what an atlas of columns consists of", e.getMessage())
                    .causedBy(e);
        }
    }

    void write(Path atlas) throws IOException {
        byte[] text = JSON.writeValueAsBytes(this);
        WholeFile.write(atlas.resolve(FILE), out -> out.write(text));
    }

    Manifest with(List<Cells> parts) {
        return new Manifest(folder, count, dim, logvar, encoder, columns, texts, labels, left, parts, images);
    }

    /** The same rows, with the images of all of them in one place. */
    Manifest withImages(ImageSource source) {
        List<Images> all = List.of(new Images(0, source));
        return new Manifest(folder, count, dim, logvar, encoder, columns, texts, labels, left, neighbours, all);
    }

    /** Rows that the index has. */
    long indexed() {
        return neighbours.stream().mapToLong(Cells::count).sum();
    }
}
