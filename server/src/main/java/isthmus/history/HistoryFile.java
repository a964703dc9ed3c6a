package isthmus.history;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.estimate.MeanEstimate;
import isthmus.image.Shape;
import isthmus.npz.NpzReader;
import isthmus.npz.NpzWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads and writes {@code history.npz}: a zip of .npy arrays, such that {@code numpy.load} reads it, with codes in half
 * precision. {@code models/README.md} has its arrays. Any thread.
 */
public final class HistoryFile {
    private static final String REPARAMETERISED = "gradient_reparameterised";
    private static final String SCORE_FUNCTION = "gradient_score_function";

    private HistoryFile() {}

    /**
     * Writes {@code path} whole or not at all.
     *
     * @param compressed whether it is made small, which takes a tenth of a second
     */
    public static void write(Path path, History history, boolean compressed) throws IOException {
        List<Snapshot> all = history.snapshots();
        int steps = all.size();
        int images = history.images();
        int dim = history.dim();
        Shape shape = history.shape();
        boolean variances = history.hasVariances();
        int[] step = all.stream().mapToInt(one -> Math.toIntExact(one.step())).toArray();
        WholeFile.write(path, out -> {
            NpzWriter zip = compressed ? NpzWriter.compressing(out) : new NpzWriter(out);
            zip.add("step", step, steps)
                    .add("index", history.index(), images)
                    .add("label", history.labels(), images)
                    .addHalf("mu", joined(all, Snapshot::means), steps, images, dim)
                    .addHalf(
                            "logvar",
                            variances ? joined(all, Snapshot::logvar) : new float[0],
                            variances ? steps : 0,
                            images,
                            dim)
                    .add("code", history.codes(), history.draws(), dim)
                    .add("draw", pixels(all), steps, history.draws(), shape.channels(), shape.height(), shape.width());
            add(zip, "reconstruction", all, ofTerms(Snapshot.Terms::reconstruction));
            add(zip, "kl", all, ofTerms(Snapshot.Terms::kl));
            add(zip, "bound", all, ofTerms(Snapshot.Terms::bound));
            add(zip, REPARAMETERISED, all, ofGradients(Snapshot.GradientSpread::reparameterised));
            add(zip, SCORE_FUNCTION, all, ofGradients(Snapshot.GradientSpread::scoreFunction));
            zip.finish();
        });
    }

    private static Function<Snapshot, MeanEstimate> ofTerms(Function<Snapshot.Terms, MeanEstimate> term) {
        return one -> one.terms() == null ? null : term.apply(one.terms());
    }

    private static Function<Snapshot, MeanEstimate> ofGradients(
            Function<Snapshot.GradientSpread, MeanEstimate> spread) {
        return one -> one.gradients() == null ? null : spread.apply(one.gradients());
    }

    /** A mean of each snapshot and its standard error, (steps, 2); nothing where it was not measured. */
    private static void add(NpzWriter zip, String name, List<Snapshot> all, Function<Snapshot, MeanEstimate> mean)
            throws IOException {
        if (all.stream().anyMatch(one -> mean.apply(one) == null)) {
            return;
        }
        FloatBuffer values = FloatBuffer.allocate(2 * all.size());
        for (Snapshot one : all) {
            MeanEstimate estimate = mean.apply(one);
            values.put((float) estimate.mean()).put((float) estimate.error());
        }
        zip.add(name, values.array(), all.size(), 2);
    }

    private static float[] joined(List<Snapshot> all, Function<Snapshot, float[]> values) {
        FloatBuffer joined = FloatBuffer.allocate(
                all.stream().mapToInt(one -> values.apply(one).length).sum());
        all.forEach(one -> joined.put(values.apply(one)));
        return joined.array();
    }

    private static byte[] pixels(List<Snapshot> all) {
        ByteBuffer joined = ByteBuffer.allocate(
                all.stream().mapToInt(one -> one.draws().length).sum());
        all.forEach(one -> joined.put(one.draws()));
        return joined.array();
    }

    /** A Failure names file and array. */
    public static History read(Path path) {
        try (NpzReader zip = new NpzReader(path)) {
            int[] sides = zip.shape("draw");
            int[] step = zip.ints("step", NpzReader.ANY);
            if (sides.length != 5) {
                throw Failure.badInput("draw", "5 sides", Arrays.toString(sides));
            }
            int[] index = zip.ints("index", NpzReader.ANY);
            int dim = zip.shape("code")[1];
            int steps = step.length;
            int images = index.length;
            float[] means = zip.halves("mu", steps, images, dim);
            float[] logvar = zip.halves("logvar", NpzReader.ANY, images, dim);
            byte[] draws = zip.bytes("draw", steps, sides[1], sides[2], sides[3], sides[4]);
            Function<String, float[]> term = name -> term(zip, name, steps);
            float[] reconstruction = term.apply("reconstruction");
            float[] kl = term.apply("kl");
            float[] bound = term.apply("bound");
            float[] reparameterised = term.apply(REPARAMETERISED);
            float[] scoreFunction = term.apply(SCORE_FUNCTION);
            List<Snapshot> snapshots = new ArrayList<>();
            for (int s = 0; s < steps; s++) {
                snapshots.add(new Snapshot(
                        step[s],
                        part(means, s, steps),
                        logvar.length == 0 ? null : part(logvar, s, steps),
                        reconstruction == null
                                ? null
                                : new Snapshot.Terms(at(reconstruction, s), at(kl, s), at(bound, s)),
                        Arrays.copyOfRange(draws, s * (draws.length / steps), (s + 1) * (draws.length / steps)),
                        reparameterised == null
                                ? null
                                : new Snapshot.GradientSpread(at(reparameterised, s), at(scoreFunction, s))));
            }
            return new History(
                    dim,
                    new Shape(sides[2], sides[3], sides[4]),
                    index,
                    zip.bytes("label", images),
                    zip.floats("code", sides[1], dim),
                    snapshots);
        } catch (IOException e) {
            throw Failure.badInput(path.toString(), "a zip of .npy arrays", e.getMessage())
                    .causedBy(e);
        } catch (Failure e) {
            throw e.at(path.toString());
        }
    }

    private static float[] term(NpzReader zip, String name, int steps) {
        try {
            return zip.has(name) ? zip.floats(name, steps, 2) : null;
        } catch (IOException e) {
            throw Failure.badInput(name, "an array that can be read", e.getMessage())
                    .causedBy(e);
        }
    }

    private static MeanEstimate at(float[] values, int step) {
        return values == null ? null : new MeanEstimate(values[2 * step], values[2 * step + 1]);
    }

    private static float[] part(float[] values, int part, int parts) {
        int length = values.length / parts;
        return Arrays.copyOfRange(values, part * length, (part + 1) * length);
    }
}
