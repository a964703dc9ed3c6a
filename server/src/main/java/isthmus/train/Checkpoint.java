package isthmus.train;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.torchscript.Tensor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a training needs to resume after an epoch; order, noise, augmentation and rates follow from the recipe and the
 * number of the epoch. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param recipe sha256 of the recipe's text, so that a training is never resumed under another one
 * @param epoch epochs done
 * @param steps optimiser steps done
 * @param weights the parameters
 * @param first the optimiser's first moments, named as the parameters
 * @param second its second moments
 * @param averages running averages of the parameters
 * @param own numbers that a method keeps of each training image; empty where it keeps none
 * @param best what the training gives if no later epoch is better
 */
record Checkpoint(
        String recipe,
        int epoch,
        long steps,
        List<Tensor> weights,
        List<Tensor> first,
        List<Tensor> second,
        List<Tensor> averages,
        List<Tensor> own,
        BestEpoch best) {

    private static final String MAGIC = "isthmus checkpoint 3";

    /** A training that begins, or goes on, at these weights: zero moments, averages that start at the weights. */
    static Checkpoint start(String recipe, int epoch, List<Tensor> weights, BestEpoch best) {
        return new Checkpoint(recipe, epoch, 0, weights, zeros(weights), zeros(weights), weights, List.of(), best);
    }

    /** The same state with another best epoch. */
    Checkpoint with(BestEpoch other) {
        return new Checkpoint(recipe, epoch, steps, weights, first, second, averages, own, other);
    }

    /** The same state with these numbers of each training image. */
    Checkpoint withOwn(Tensor numbers) {
        return new Checkpoint(recipe, epoch, steps, weights, first, second, averages, List.of(numbers), best);
    }

    private static List<Tensor> zeros(List<Tensor> like) {
        return like.stream()
                .map(t -> new Tensor(t.name(), t.shape(), new float[t.values().length]))
                .toList();
    }

    /** Writes to a temporary file and renames it: a training killed at any moment leaves a whole checkpoint. */
    void write(Path file) {
        try {
            WholeFile.write(file, this::write);
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }

    private void write(OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeUTF(MAGIC);
        out.writeUTF(recipe);
        out.writeInt(epoch);
        out.writeLong(steps);
        out.writeInt(best.epoch());
        out.writeDouble(best.bound());
        for (List<Tensor> group : List.of(weights, first, second, averages, own, best.weights())) {
            write(out, group);
        }
        out.flush();
    }

    /** The checkpoint of the recipe with this sha256. */
    static Checkpoint read(Path file, String identity) {
        Checkpoint checkpoint = read(file);
        if (!checkpoint.recipe().equals(identity)) {
            throw Failure.badInput(
                            file.toString(), "a checkpoint of the recipe with sha256 " + identity, checkpoint.recipe())
                    .hint("train without --resume");
        }
        return checkpoint;
    }

    static Checkpoint read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            String magic = in.readUTF();
            if (!magic.equals(MAGIC)) {
                throw Failure.badInput(String.valueOf(file), "'" + MAGIC + "' at its start", "'" + magic + "'");
            }
            String recipe = in.readUTF();
            int epoch = in.readInt();
            long steps = in.readLong();
            int best = in.readInt();
            double bound = in.readDouble();
            return new Checkpoint(
                    recipe,
                    epoch,
                    steps,
                    readGroup(in),
                    readGroup(in),
                    readGroup(in),
                    readGroup(in),
                    readGroup(in),
                    new BestEpoch(best, bound, readGroup(in)));
        } catch (NoSuchFileException e) {
            throw Failure.notFound(file.toString(), "a checkpoint to resume from", "none")
                    .hint("train without --resume");
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a whole checkpoint", e);
        }
    }

    private static void write(DataOutputStream out, List<Tensor> group) throws IOException {
        out.writeInt(group.size());
        for (Tensor tensor : group) {
            out.writeUTF(tensor.name());
            out.writeInt(tensor.shape().length);
            for (int side : tensor.shape()) {
                out.writeInt(side);
            }
            ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
            bytes.asFloatBuffer().put(tensor.values());
            out.write(bytes.array());
        }
    }

    private static List<Tensor> readGroup(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Tensor> group = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int[] shape = new int[in.readInt()];
            for (int s = 0; s < shape.length; s++) {
                shape[s] = in.readInt();
            }
            float[] values = new float[Tensor.size(shape)];
            byte[] bytes = new byte[values.length * Float.BYTES];
            in.readFully(bytes);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
            group.add(new Tensor(name, shape, values));
        }
        return group;
    }
}
