package isthmus.atlas;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.latent.PosteriorBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
        float[] logvar = atlas.posteriors().logVariances().orElse(new float[0]);
        WholeFile.write(path, out -> {
            NpzWriter zip = new NpzWriter(out)
                    .add("mu", atlas.mu(), n, dim)
                    .add("logvar", logvar, logvar.length / dim, dim)
                    .add("label", atlas.label(), n)
                    .add("index", atlas.index(), n)
                    .add("kl", atlas.kl(), n)
                    .add("reconstruction", atlas.reconstruction(), n);
            if (atlas.factors() != null) {
                ByteBuffer factors = ByteBuffer.allocate(n * atlas.factorCount());
                for (byte[] row : atlas.factors()) {
                    factors.put(row);
                }
                zip.add("factors", factors.array(), n, atlas.factorCount());
            }
            zip.finish();
        });
    }

    /** Reads and checks an atlas; arrays with other names are passed over. Refuses by naming file and array. */
    public static Atlas read(Path path) throws IOException {
        try (NpzReader zip = new NpzReader(path)) {
            NpzReader.Array mu = zip.floats("mu", 2);
            NpzReader.Array logvar = zip.floats("logvar", 2);
            NpzReader.Array label = zip.bytes("label", 1);
            NpzReader.Array index = zip.ints("index", 1);
            int n = mu.shape()[0];
            int dim = mu.shape()[1];
            if (logvar.shape()[1] != dim || (logvar.shape()[0] != n && logvar.shape()[0] != 0)) {
                throw Failure.badInput(
                        "logvar",
                        "the shape of mu, %s, or %s for a point posterior"
                                .formatted(NpyHeader.tuple(n, dim), NpyHeader.tuple(0, dim)),
                        NpyHeader.tuple(logvar.shape()));
            }
            return new Atlas(
                    PosteriorBatch.of(n, dim, mu.floatValues(), logvar.floatValues()),
                    label.bytes(),
                    index.intValues(),
                    zip.floats("kl", 1).floatValues(),
                    zip.floats("reconstruction", 1).floatValues(),
                    zip.has("factors") ? rows(zip.bytes("factors", 2)) : null);
        } catch (ZipException e) {
            throw Failure.badInput(path.toString(), "a zip of .npy arrays", "a broken one (" + e.getMessage() + ")")
                    .causedBy(e);
        } catch (Failure e) {
            throw e.at(path.toString());
        }
    }

    private static byte[][] rows(NpzReader.Array array) {
        byte[][] out = new byte[array.shape()[0]][array.shape()[1]];
        ByteBuffer values = ByteBuffer.wrap(array.bytes());
        for (byte[] row : out) {
            values.get(row);
        }
        return out;
    }
}
