package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.history.Snapshot;
import isthmus.latent.Noise;
import isthmus.model.Sha256;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a recipe's two networks on a data set, an epoch and a checkpoint at a time, and gives the weights of the epoch
 * after which the validation images had the highest bound: the ELBO, at the recipe's beta where that is not 1, or the
 * importance-weighted one where that is trained; always by the same draws. Runs on the calling thread, which is the only
 * one to touch the engine.
 */
public final class Trainer implements TrainingMethod {
    private static final double MEASURING = 0.1; // most of an epoch's time that its measuring takes
    private static final int STEP = 3; // times as long as a decode and its score as a step of the optimiser takes

    private final Loss.Maker losses;
    private final Recipe recipe;
    private final String identity;
    private final DataSet train;
    private final DataSet validation;
    private final Network encoder;
    private final Network decoder;
    private final Path folder;
    private final int threads;
    private final HistoryRecorder recorder;
    private final NetworkSnapshots snapshots;

    /** Checks that recipe and data fit, before any work; see {@link Maker#of}. */
    public Trainer(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        this(null, recipe, text, trainPart, folder, threads);
    }

    /** @param losses null for the bound */
    Trainer(Loss.Maker losses, Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        this.losses = losses == null ? (part, encoding, decoding) -> bound(part) : losses;
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        identity = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        train = split.train();
        validation = split.validation();
        encoder = recipe.encoder().encoder(trainPart.shape(), recipe.latent(), recipe.posterior());
        decoder = recipe.decoder().decoder(trainPart.shape(), recipe.latent());
        recorder = new HistoryRecorder(plan(), recipe, validation, folder);
        snapshots = new NetworkSnapshots(recipe, recorder);
    }

    private HistoryPlan plan() {
        double images = (double) train.count() * recipe.allEpochs();
        return HistoryPlan.of(
                train.shape(),
                recipe.latent(),
                recipe.posterior().family() != PosteriorRecipe.Family.POINT,
                (long) stepsPerEpoch(recipe) * recipe.allEpochs(),
                validation.count(),
                images * (1 + recipe.noiseRows()) / 2);
    }

    private int stepsPerEpoch(Recipe part) {
        return (train.count() + part.batch() - 1) / part.batch();
    }

    @Override
    public int images() {
        return train.count();
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint.bin");
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be made", e);
        }
        List<Tensor> initial = objective(recipe)
                .module(MethodWriter.Precision.FLOAT32, Noise.named(recipe.seed(), "weights"))
                .parameters();
        if (recipe.from() != null) {
            initial = WarmStart.from(folder.resolve("../..").resolve(recipe.from()), initial);
        }
        Checkpoint state = resume
                ? Checkpoint.read(checkpoint(), identity)
                : Checkpoint.start(identity, 0, initial, BestEpoch.NONE);
        recorder.resume((long) state.epoch() * stepsPerEpoch(recipe));
        state = train(recipe, 0, state, listener);
        if (recipe.continuation() != null) {
            if (state.epoch() == recipe.epochs()) {
                state = Checkpoint.start(identity, state.epoch(), reached(state), state.best());
            }
            state = train(recipe.continued(), recipe.epochs(), state, listener);
        }
        return model(state.best().weights(), state.best().epoch());
    }

    /** The epochs of a part of the training that are not done; the part begins after epoch {@code from}. */
    private Checkpoint train(Recipe part, int from, Checkpoint begun, Listener listener) {
        Checkpoint state = begun;
        int end = from + part.epochs();
        if (state.epoch() >= end) {
            return state;
        }
        Schedule schedule = new Schedule(part, stepsPerEpoch(part));
        TorchScript module = objective(part).module(part.precision(), Noise.named(part.seed(), "weights"));
        TorchScript optimiser = Optimiser.module(part.optimiser().without(part.freeze()), part.average());
        try (TrainingSession session = new TrainingSession(
                train.shape(), part.latent(), module, optimiser, state, folder, threads, part.freeze())) {
            while (state.epoch() < end) {
                state = epoch(session, part, schedule, state, state.epoch() - from, listener);
            }
        }
        return state;
    }

    private List<Tensor> reached(Checkpoint state) {
        return recipe.average() > 0 ? state.averages() : state.weights();
    }

    private Objective bound(Recipe part) {
        return new Objective(
                encoder,
                decoder,
                part.likelihood(),
                part.output(),
                part.draws(),
                part.posterior().terms(part.latent()),
                prior(),
                part.gradient());
    }

    private PriorTerms prior() {
        int count = recipe.prior().components();
        return switch (recipe.prior().family()) {
            case STANDARD, FITTED -> new PriorTerms.Standard();
            case LAPLACE -> new PriorTerms.Laplace(recipe.latent());
            case MIXTURE -> new PriorTerms.Mixture(recipe.latent(), count);
            case VAMP -> new PriorTerms.Vamp(train.shape(), count, pseudoInputs(count));
        };
    }

    /** Images of the training part, with which pseudo-inputs begin. */
    private float[] pseudoInputs(int count) {
        if (count > train.count()) {
            throw Failure.badInput("prior: components", "at most the %d images".formatted(train.count()), count);
        }
        int[] order = Noise.named(recipe.seed(), "pseudo-inputs").permutation(train.count());
        return train.floats(order, 0, count);
    }

    private Loss objective(Recipe part) {
        return losses.of(part, encoder, decoder);
    }

    /** @param done epochs of this part of the training that are done */
    private Checkpoint epoch(
            TrainingSession session, Recipe part, Schedule schedule, Checkpoint before, int done, Listener listener) {
        int epoch = before.epoch();
        long start = System.nanoTime();
        session.seed((int) Noise.named(recipe.seed(), "engine").stream(epoch).nextLong());
        EpochBatches batches = new EpochBatches(train, part, epoch, true);
        Means means = new Means();
        int step = 0;
        record(session, epoch, epoch * schedule.stepsPerEpoch(), listener);
        for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
            long total = done * schedule.stepsPerEpoch() + step;
            TrainingSession.Terms terms = session.step(b, schedule.beta(total), schedule.rate(total));
            if (!Double.isFinite(terms.loss())) {
                throw Failure.modelFailed(
                                "%s: epoch %d".formatted(recipe.id(), epoch + 1), "a finite loss", terms.loss())
                        .hint("lower the recipe's optimiser.rate");
            }
            means.add(terms, b.count());
            listener.step(epoch, ++step, (int) schedule.stepsPerEpoch(), means.reconstruction(), means.kl());
            record(session, epoch, epoch * schedule.stepsPerEpoch() + step, listener);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Checkpoint state = session.checkpoint(identity, epoch + 1, before.best());
        double bound = Double.NaN;
        if ((epoch + 1) % interval() == 0 || epoch + 1 == recipe.allEpochs()) {
            bound = heldOut(session, part, epoch);
            if (bound > state.best().bound()) {
                state = state.with(new BestEpoch(epoch + 1, bound, reached(state)));
            }
        }
        recorder.write();
        state.write(checkpoint());
        listener.epoch(
                epoch,
                seconds,
                means.reconstruction(),
                means.kl(),
                bound,
                state.best().epoch());
        return state;
    }

    private void record(TrainingSession session, int epoch, long step, Listener listener) {
        recorder.at(step, () -> {
            Snapshot seen = snapshots.ofBoth(session, step);
            return recipe.gradient() == Objective.Gradient.SCORE_FUNCTION
                    ? seen.with(snapshots.gradients(session))
                    : seen;
        });
        if (listener.isWatching(step)) {
            recorder.write();
            listener.watched(recorder.history().with(List.of(snapshots.ofBoth(session, step))), () -> {
                Checkpoint now = session.checkpoint(identity, epoch, BestEpoch.NONE);
                return model(reached(now), epoch + 1);
            });
        }
    }

    /** Epochs from one measuring to the next, by the numbers of images, so that a training comes again whatever the clock. */
    private int interval() {
        return (int) Math.max(1, Math.ceil(validation.count() / (STEP * MEASURING * train.count())));
    }

    /** The bound of the validation images under the weights that the training would give now. */
    private double heldOut(TrainingSession session, Recipe part, int epoch) {
        Means means = new Means();
        Runnable measuring = () -> {
            EpochBatches batches = new EpochBatches(validation, part, epoch, false);
            for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
                means.add(session.measure(b), b.count());
            }
        };
        if (recipe.average() > 0) {
            session.withAverages(measuring);
        } else {
            measuring.run();
        }
        return part.draws().importance() ? -means.loss() : means.reconstruction() - part.beta() * means.kl();
    }

    private TrainedModel model(List<Tensor> weights, int epoch) {
        Double sigma = Objective.sigma(recipe.likelihood(), weights);
        List<Tensor> ofEncoder = named(weights, "encoder_");
        List<Tensor> ofDecoder = named(weights, "decoder_");
        TorchScript encoding = recipe.refinement() == null
                ? encoder.module(ofEncoder, recipe.storage())
                : new RefinedEncoder(encoder, decoder, recipe, train.shape().size(), sigma)
                        .module(ofEncoder, ofDecoder);
        PriorResult prior = new PriorResult(recipe, weights, encoding, train, validation, folder);
        return TrainedModel.of(
                        recipe,
                        train,
                        epoch,
                        encoding,
                        decoder.module(ofDecoder, recipe.storage()),
                        Distributions.of(recipe, sigma, prior.mixture()).with(prior.pseudoInputs()))
                .with(recorder.history());
    }

    private static List<Tensor> named(List<Tensor> weights, String prefix) {
        return weights.stream().filter(t -> t.name().startsWith(prefix)).toList();
    }
}
