package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.Noise;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a recipe's two networks on a data set, an epoch and a checkpoint at a time. Runs on the calling thread, which
 * is the only one to touch the engine.
 */
public final class Trainer {
    private final Recipe recipe;
    private final String identity;
    private final DataSet train;
    private final DataSet validation;
    private final Objective objective;
    private final Path folder;
    private final int threads;

    /** Told how a training goes; called on the training thread. */
    public interface Listener {
        /** After a step: averages over the epoch so far, in nats an image. */
        void step(int epoch, int step, int steps, double reconstruction, double kl);

        /** After an epoch, and its checkpoint: averages over the training part and over the validation part. */
        void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound);
    }

    /**
     * Checks that recipe and data fit, before any work.
     *
     * @param text the recipe as it was written, whose hash a checkpoint carries
     * @param trainPart the training part of the data set; the validation part is taken out of it here
     * @param folder for the checkpoint and what the engine loads; made if need be
     * @param threads compute threads, 0 for one a core; with one, the same recipe gives the same bits
     */
    public Trainer(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        identity = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        train = split.train();
        validation = split.validation();
        objective = new Objective(
                recipe.encoder().encoder(trainPart.shape(), recipe.latent()),
                recipe.decoder().decoder(trainPart.shape(), recipe.latent()),
                recipe.likelihood(),
                recipe.draws());
    }

    /** Images of an epoch. */
    public int images() {
        return train.count();
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint.bin");
    }

    /** Trains to the recipe's last epoch, from the checkpoint's epoch where {@code resume} is asked for. */
    public TrainedModel train(boolean resume, Listener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be made", e);
        }
        TorchScript module = objective.module(recipe.precision(), Noise.named(recipe.seed(), "weights"));
        Checkpoint state = resume ? read() : Checkpoint.start(identity, module.parameters());
        int stepsPerEpoch = (train.count() + recipe.batch() - 1) / recipe.batch();
        Schedule schedule = new Schedule(recipe, stepsPerEpoch);
        TorchScript optimiser = Optimiser.module(recipe.optimiser(), recipe.average());
        try (TrainingSession session =
                new TrainingSession(train.shape(), recipe.latent(), module, optimiser, state, folder, threads)) {
            for (int epoch = state.epoch(); epoch < recipe.epochs(); epoch++) {
                state = epoch(session, schedule, epoch, stepsPerEpoch, listener);
            }
        }
        return result(recipe.average() > 0 ? state.averages() : state.weights());
    }

    private Checkpoint read() {
        Checkpoint checkpoint = Checkpoint.read(checkpoint());
        if (!checkpoint.recipe().equals(identity)) {
            throw Failure.badInput(
                            checkpoint().toString(),
                            "a checkpoint of the recipe with sha256 " + identity,
                            checkpoint.recipe())
                    .hint("train without --resume");
        }
        return checkpoint;
    }

    private Checkpoint epoch(TrainingSession session, Schedule schedule, int epoch, int steps, Listener listener) {
        long start = System.nanoTime();
        session.seed((int) Noise.named(recipe.seed(), "engine").stream(epoch).nextLong());
        EpochBatches batches = new EpochBatches(train, recipe, epoch, true);
        Means means = new Means();
        int step = 0;
        for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
            long total = (long) epoch * steps + step;
            TrainingSession.Terms terms = session.step(b, schedule.beta(total), schedule.rate(total));
            if (!Double.isFinite(terms.loss())) {
                throw Failure.modelFailed(
                                "%s: epoch %d".formatted(recipe.id(), epoch + 1), "a finite loss", terms.loss())
                        .hint("lower the recipe's optimiser.rate");
            }
            means.add(terms, b.count());
            listener.step(epoch, ++step, steps, means.reconstruction(), means.kl());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Checkpoint state = session.checkpoint(identity, epoch + 1);
        state.write(checkpoint());
        Means heldOut = new Means();
        EpochBatches validationBatches = new EpochBatches(validation, recipe, epoch, false);
        for (EpochBatches.Batch b = validationBatches.next(); b != null; b = validationBatches.next()) {
            heldOut.add(session.measure(b), b.count());
        }
        listener.epoch(epoch, seconds, means.reconstruction(), means.kl(), heldOut.reconstruction() - heldOut.kl());
        return state;
    }

    private TrainedModel result(List<Tensor> weights) {
        List<Tensor> encoder = named(weights, "encoder_");
        List<Tensor> decoder = named(weights, "decoder_");
        Double sigma = null;
        if (recipe.likelihood().learned()) {
            sigma = Math.exp(named(weights, Objective.LOG_SIGMA).get(0).values()[0]);
        } else if (recipe.likelihood().sigma() > 0) {
            sigma = recipe.likelihood().sigma();
        }
        return new TrainedModel(
                recipe,
                train.shape(),
                train.labelNames(),
                objective.encoder().module(encoder),
                objective.decoder().module(decoder),
                sigma);
    }

    private static List<Tensor> named(List<Tensor> weights, String prefix) {
        return weights.stream().filter(t -> t.name().startsWith(prefix)).toList();
    }

    /** Means over the images of an epoch. */
    private static final class Means {
        private double reconstruction;
        private double kl;
        private long images;

        void add(TrainingSession.Terms terms, int count) {
            reconstruction += terms.reconstruction() * count;
            kl += terms.kl() * count;
            images += count;
        }

        double reconstruction() {
            return reconstruction / images;
        }

        double kl() {
            return kl / images;
        }
    }
}
