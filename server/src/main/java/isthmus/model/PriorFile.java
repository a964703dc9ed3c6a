package isthmus.model;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.image.Shape;
import isthmus.latent.Codebook;
import isthmus.latent.FlowMatching;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Prior;
import isthmus.npz.NpzReader;
import isthmus.npz.NpzWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;

/** Reads and writes {@code prior.npz}, a zip of .npy arrays, such that {@code numpy.load} reads it. Any thread. */
public final class PriorFile {
    private static final int MOST = 4096; // components

    private PriorFile() {}

    /** Writes a prior of one of these families, whole or not at all. */
    public static void write(Path path, Prior prior) throws IOException {
        write(path, prior, null, null);
    }

    /**
     * The same with the images whose posteriors are the components of a mixture.
     *
     * @param pseudoInputs (components, channels, height, width) grey levels, or null
     * @param shape of them
     */
    public static void write(Path path, Prior prior, byte[] pseudoInputs, Shape shape) throws IOException {
        if (prior instanceof Mixture mixture) {
            WholeFile.write(path, out -> write(out, mixture, pseudoInputs, shape));
        } else if (prior instanceof FlowMatching flow) {
            NetworkPriors.write(path, flow);
        } else if (prior instanceof Codebook codebook) {
            NetworkPriors.write(path, codebook);
        } else {
            throw new IllegalArgumentException("a prior whose numbers are in the card");
        }
    }

    /** The file of a mixture or a flow. */
    public static byte[] bytes(Prior prior) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (prior instanceof Mixture mixture) {
                write(out, mixture, null, null);
            } else if (prior instanceof FlowMatching flow) {
                NetworkPriors.write(out, flow);
            } else {
                throw new IllegalArgumentException("neither a mixture nor a flow");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // which memory does not throw
        }
        return out.toByteArray();
    }

    private static void write(OutputStream out, Mixture mixture, byte[] pseudoInputs, Shape shape) throws IOException {
        int dim = mixture.dim();
        List<Gaussian> components = mixture.components();
        int count = components.size();
        float[] weights = new float[count];
        float[] means = new float[count * dim];
        float[] logvars = new float[count * dim];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) mixture.weights()[i];
            System.arraycopy(components.get(i).mean(), 0, means, i * dim, dim);
            System.arraycopy(components.get(i).logvar(), 0, logvars, i * dim, dim);
        }
        NpzWriter zip = pseudoInputs == null ? new NpzWriter(out) : NpzWriter.compressing(out);
        zip.add("weights", weights, count).add("means", means, count, dim).add("logvars", logvars, count, dim);
        if (pseudoInputs != null) {
            zip.add("inputs", pseudoInputs, count, shape.channels(), shape.height(), shape.width());
        }
        zip.finish();
    }

    /** Reads a prior of a family; a Failure names file and array. */
    static Prior read(Path path, PriorCard.Family family, int dim) {
        try (NpzReader zip = new NpzReader(path)) {
            return switch (family) {
                case MIXTURE -> mixture(zip, dim);
                case FLOW_MATCHING -> NetworkPriors.flow(zip, dim);
                case CODEBOOK -> NetworkPriors.codebook(zip, dim);
                case STANDARD, GAUSSIAN, LAPLACE -> throw new IllegalStateException("a prior without a file");
            };
        } catch (ZipException e) {
            throw Failure.badInput(path.toString(), "a zip of .npy arrays", "a broken one (" + e.getMessage() + ")")
                    .causedBy(e);
        } catch (IOException e) {
            throw Failure.badInput(path.toString(), "a readable file", e).causedBy(e);
        } catch (Failure e) {
            throw e.at(path.toString());
        }
    }

    private static Prior mixture(NpzReader zip, int dim) throws IOException {
        float[] weights = zip.floats("weights", NpzReader.ANY);
        int count = weights.length;
        if (count < 1 || count > MOST) {
            throw Failure.badInput("weights", "1 to %d components".formatted(MOST), count);
        }
        float[] means = zip.floats("means", count, dim);
        float[] logvars = zip.floats("logvars", count, dim);
        for (float weight : weights) {
            if (!(weight > 0) || !Float.isFinite(weight)) {
                throw Failure.badInput("weights", "positive numbers", weight);
            }
        }
        finite("means", means);
        finite("logvars", logvars);
        return new Mixture(
                IntStream.range(0, count)
                        .mapToObj(i -> new Gaussian(means, logvars, i, dim))
                        .toList(),
                IntStream.range(0, count).mapToDouble(i -> weights[i]).toArray());
    }

    private static void finite(String name, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw Failure.badInput(name, "finite numbers", value);
            }
        }
    }
}
