package isthmus.columns;

import isthmus.atlas.Atlas;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Codes drawn from the aggregate posterior of an atlas, as many as are wanted: each from the posterior of a row, whose label
 * and terms of the bound it keeps.
 */
public final class GeneratedAtlas {
    static final String ENCODER = "0".repeat(64);

    private static final long SEED = 7;

    private GeneratedAtlas() {}

    /** One to draw from: of two dimensions, with three labels in turn, and the row's number as its KL. */
    public static Atlas numbered(int rows) {
        byte[] labels = new byte[rows];
        float[] kl = new float[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = (byte) (i % 3);
            kl[i] = i;
        }
        float[] logvar = new float[2 * rows];
        Arrays.fill(logvar, -3);
        float[] mu = new Noise(3, 0).normals(2 * rows);
        return new Atlas(new PosteriorBatch(rows, 2, mu, logvar), labels, new int[rows], kl, new float[rows], null);
    }

    static void write(Path folder, Atlas from, List<String> labels, long count) throws IOException {
        write(folder, from, labels, count, ENCODER);
    }

    /** Adds the variances of the posteriors that the codes were drawn from, as if they were those of the rows. */
    public static void addVariances(Path folder, Atlas from) throws IOException {
        Manifest there = Manifest.read(folder);
        Noise noise = new Noise(SEED, 0);
        try (ColumnWriter logvar = column(folder.resolve(there.folder()), "logvar", ColumnType.F4, from.dim())) {
            for (long i = 0; i < there.count(); i++) {
                int row = noise.stream(i).nextInt(from.count());
                for (float number : from.posteriors().get(row).marginals().logvar()) {
                    logvar.add((double) number);
                }
            }
        }
        new Manifest(
                        there.folder(),
                        there.count(),
                        there.dim(),
                        true,
                        there.encoder(),
                        there.columns(),
                        there.texts(),
                        there.labels(),
                        there.left(),
                        there.neighbours(),
                        List.of())
                .write(folder);
    }

    /** @param encoder sha256 of the model's encoder */
    public static void write(Path folder, Atlas from, List<String> labels, long count, String encoder)
            throws IOException {
        Path place = Files.createDirectories(folder.resolve("columns-1"));
        int dim = from.dim();
        Noise noise = new Noise(SEED, 0);
        float[] z = new float[dim];
        try (ColumnWriter mu = column(place, "mu", ColumnType.F4, dim);
                ColumnWriter label = column(place, "label", ColumnType.U1, 1);
                ColumnWriter kl = column(place, "kl", ColumnType.F4, 1);
                ColumnWriter reconstruction = column(place, "reconstruction", ColumnType.F4, 1);
                ColumnWriter bound = column(place, "bound", ColumnType.F4, 1);
                ColumnWriter name = column(place, "name", ColumnType.U1, 1);
                ColumnWriter ends = column(place, "name" + TextColumn.ENDS, ColumnType.I8, 1)) {
            StringBuilder names = new StringBuilder();
            for (long i = 0; i < count; i++) {
                Noise own = noise.stream(i);
                int row = own.nextInt(from.count());
                Posterior q = from.posteriors().get(row);
                q.draw(own, z, 0);
                for (float number : z) {
                    mu.add((double) number);
                }
                label.add((double) (from.label()[row] & 0xFF));
                kl.add((double) from.kl()[row]);
                reconstruction.add((double) from.reconstruction()[row]);
                bound.add((double) from.reconstruction()[row] - from.kl()[row]);
                names.append("image-").append(i);
                ends.add(name.rows() + names.length());
                if (names.length() > 1 << 19) {
                    name.add(names.toString().getBytes(StandardCharsets.US_ASCII));
                    names.setLength(0);
                }
            }
            name.add(names.toString().getBytes(StandardCharsets.US_ASCII));
        }
        Function<String, Manifest.Column> numbers = one -> new Manifest.Column(one, ColumnType.F4);
        new Manifest(
                        "columns-1",
                        count,
                        dim,
                        false,
                        encoder,
                        List.of(numbers.apply("kl"), numbers.apply("reconstruction"), numbers.apply("bound")),
                        List.of("name"),
                        labels,
                        0,
                        List.of(),
                        List.of())
                .write(folder);
    }

    private static ColumnWriter column(Path place, String name, ColumnType type, int width) throws IOException {
        return new ColumnWriter(place.resolve(name + ".npy"), type, width);
    }
}
