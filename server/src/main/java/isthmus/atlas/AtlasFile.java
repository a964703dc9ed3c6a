package isthmus.atlas;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.npz.NpzReader;
import isthmus.npz.NpzWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads and writes {@code atlas.npz}: a zip of .npy arrays, such that {@code numpy.load} reads it. Any thread.
 */
public final class AtlasFile {
    private AtlasFile() {}

    /** Writes {@code path} whole or not at all. */
    public static void write(Path path, Atlas atlas) throws IOException {
        int n = atlas.count();
        int dim = atlas.dim();
        float[] logvar = atlas.posteriors().logvar() == null
                ? new float[0]
                : atlas.posteriors().logvar();
        WholeFile.write(path, out -> {
            NpzWriter zip = new NpzWriter(out)
                    .add("mu", atlas.mu(), n, dim)
                    .add("logvar", logvar, logvar.length / dim, dim)
                    .add("label", atlas.label(), n)
                    .add("index", atlas.index(), n)
                    .add("kl", atlas.kl(), n)
                    .add("reconstruction", atlas.reconstruction(), n);
            float[] covarianceFactors = atlas.posteriors().factors();
            if (covarianceFactors != null) {
                zip.add("factor", covarianceFactors, n, dim, dim);
            }
            if (atlas.factors() != null) {
                ByteBuffer factors = ByteBuffer.allocate(n * atlas.factorCount());
                for (byte[] row : atlas.factors()) {
                    factors.put(row);
                }
                zip.add("factors", factors.array(), n, atlas.factorCount());
            }
            if (atlas.floor() != null) {
                zip.add("floor", atlas.floor(), n);
            }
            if (!atlas.files().isEmpty()) {
                byte[] files = String.join("\n", atlas.files()).getBytes(StandardCharsets.UTF_8);
                zip.add("file", files, files.length);
            }
            zip.finish();
        });
    }

    /**
     * Reads the atlas of a model and checks it against the card: the hash of the file, the shape of each array before it is
     * read, the labels, how many factors are named, and whether the likelihood has floors. Null where the card names none. A Failure, also for lack of memory, names file and array.
     */
    public static Atlas read(ModelFolder folder) {
        ModelCard card = folder.card();
        if (card.atlas() == null) {
            return null;
        }
        Path path = folder.checked(ModelCard.ATLAS);
        int variances = card.posterior().hasDensity() ? card.atlas().count() : 0;
        Atlas atlas = read(
                path,
                card.atlas().count(),
                card.latent().dim(),
                variances,
                card.posterior().hasCovariances());
        if (atlas.floor() != null && !card.scoresGreys()) {
            throw Failure.badInput(
                    path + ": floor", "none, as the card's likelihood is not a bernoulli of grey levels", "one");
        }
        if (atlas.factorCount() != card.atlas().factors().size()) {
            throw Failure.badInput(
                    path + ": factors",
                    "%d, as many as the card names"
                            .formatted(card.atlas().factors().size()),
                    atlas.factorCount());
        }
        int names = card.labels().size();
        for (int i = 0; i < atlas.count(); i++) {
            int label = atlas.label()[i] & 0xFF;
            if (label > Math.max(0, names - 1)) {
                throw Failure.badInput(
                        path + ": label",
                        "0 to %d, as the card names %d labels".formatted(Math.max(0, names - 1), names),
                        "%d in row %d".formatted(label, i));
            }
        }
        return atlas;
    }

    /**
     * Ignores arrays of other names.
     *
     * @param n rows
     * @param variances rows of logvar: none for a point posterior
     * @param covariances whether there are factors of covariances
     */
    static Atlas read(Path path, int n, int dim, int variances, boolean covariances) {
        try (NpzReader zip = new NpzReader(path)) {
            float[] mu = zip.floats("mu", n, dim);
            float[] logvar = zip.floats("logvar", variances, dim);
            return new Atlas(
                    covariances
                            ? PosteriorBatch.full(n, dim, mu, zip.floats("factor", n, dim, dim))
                            : new PosteriorBatch(n, dim, mu, variances == n ? logvar : null),
                    zip.bytes("label", n),
                    zip.ints("index", n),
                    zip.floats("kl", n),
                    zip.floats("reconstruction", n),
                    zip.has("factors") ? rows(zip.bytes("factors", n, NpzReader.ANY), n) : null,
                    zip.has("floor") ? zip.floats("floor", n) : null,
                    zip.has("file") ? lines(zip.bytes("file", NpzReader.ANY)) : List.of());
        } catch (ZipException e) {
            throw Failure.badInput(path.toString(), "a zip of .npy arrays", "a broken one (" + e.getMessage() + ")")
                    .causedBy(e);
        } catch (IOException e) {
            throw Failure.badInput(path.toString(), "a readable file", e).causedBy(e);
        } catch (OutOfMemoryError e) {
            throw Failure.modelFailed(path.toString(), "memory for the atlas", e)
                    .causedBy(e);
        } catch (Failure e) {
            throw e.at(path.toString());
        }
    }

    private static List<String> lines(byte[] text) {
        return List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1));
    }

    private static byte[][] rows(byte[] values, int n) {
        byte[][] rows = new byte[n][n == 0 ? 0 : values.length / n];
        ByteBuffer from = ByteBuffer.wrap(values);
        for (byte[] row : rows) {
            from.get(row);
        }
        return rows;
    }
}
