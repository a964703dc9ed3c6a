package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
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
 * Trains a decoder by a method that keeps numbers of each image in place of an encoder, an epoch and a checkpoint at a time.
 * The encoder of what it gives is a search for the best q(z|x) of the image that is brought, by which the validation images
 * are measured too. On the calling thread.
 */
final class LocalTraining implements TrainingMethod {
    private static final int MEASURED = 20; // times that the validation images are, in a training
    private static final int SEARCH =
            4; // least times as long as a step of the decoder as a step takes that moves codes too

    private final Recipe recipe;
    private final LocalMethod method;
    private final String identity;
    private final DataSet train;
    private final SearchedModel searched;
    private final Network decoder;
    private final Path folder;
    private final int threads;
    private final HistoryRecorder recorder;
    private final NetworkSnapshots snapshots;

    private LocalTraining(
            LocalMethod.Maker maker, Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.refinement() == null || recipe.refinement().starts() < 1) {
            throw Failure.badInput("refinement", "the search that is the encoder, with starts", "none");
        }
        if (recipe.continuation() != null || recipe.likelihood().binarised() || recipe.beta() != 1) {
            throw Failure.badInput("method", "no continuation, binarised images or beta with it", "one of them");
        }
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        method = maker.of(recipe);
        identity = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        train = split.train();
        decoder = recipe.decoder().decoder(trainPart.shape(), recipe.latent());
        searched = new SearchedModel(recipe, split, decoder, folder);
        double work = (double) train.count() * recipe.epochs() * SEARCH;
        HistoryPlan plan = HistoryPlan.of(
                train.shape(),
                recipe.latent(),
                method.variancesAt() >= 0,
                (long) steps() * recipe.epochs(),
                train.count(),
                work);
        recorder = new HistoryRecorder(plan, recipe, train, folder);
        snapshots = new NetworkSnapshots(recipe, recorder);
    }

    static Maker of(LocalMethod.Maker maker) {
        return (recipe, text, trainPart, folder, threads) ->
                new LocalTraining(maker, recipe, text, trainPart, folder, threads);
    }

    @Override
    public int images() {
        return train.count();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be made", e);
        }
        Loss loss = new DecoderLoss(decoder, recipe);
        Noise noise = Noise.named(recipe.seed(), "weights");
        List<Tensor> initial =
                loss.module(MethodWriter.Precision.FLOAT32, noise).parameters();
        Checkpoint state =
                resume ? Checkpoint.read(file(), identity) : Checkpoint.start(identity, 0, initial, BestEpoch.NONE);
        TorchScript optimiser = Optimiser.module(recipe.optimiser(), recipe.average(), false);
        TorchScript module = loss.module(recipe.precision(), noise);
        try (TrainingSession session =
                new TrainingSession(train.shape(), recipe.latent(), module, optimiser, state, folder, threads, null)) {
            float[] own = state.own().isEmpty()
                    ? new float[train.count() * method.numbers()]
                    : state.own().get(0).values();
            recorder.resume((long) state.epoch() * steps());
            record(session, own, (long) state.epoch() * steps());
            while (state.epoch() < recipe.epochs()) {
                state = epoch(session, state, own, listener);
            }
        }
        return searched.model(state.best().weights(), state.best().epoch()).with(recorder.history());
    }

    private int steps() {
        return (train.count() + recipe.batch() - 1) / recipe.batch();
    }

    private void record(TrainingSession session, float[] own, long step) {
        recorder.at(step, () -> snapshots.ofDecoder(session, own, method, step));
    }

    private Path file() {
        return folder.resolve("checkpoint.bin");
    }

    private Checkpoint epoch(TrainingSession session, Checkpoint before, float[] own, Listener listener) {
        int epoch = before.epoch();
        long start = System.nanoTime();
        int[] order = Noise.named(recipe.seed(), "train order").stream(epoch).permutation(train.count());
        int steps = steps();
        Schedule schedule = new Schedule(recipe, steps);
        Means means = new Means();
        for (int step = 0; step < steps; step++) {
            int from = step * recipe.batch();
            int count = Math.min(recipe.batch(), train.count() - from);
            float[] some = rows(own, order, from, count);
            long number = (long) epoch * steps + step;
            Noise noise = Noise.named(recipe.seed(), "own").stream(number);
            TrainingSession.Terms terms = method.step(
                    session, train.floats(order, from, from + count), count, some, noise, schedule.rate(number));
            if (!Double.isFinite(terms.loss())) {
                throw Failure.modelFailed(
                                "%s: epoch %d".formatted(recipe.id(), epoch + 1), "a finite loss", terms.loss())
                        .hint("lower the recipe's optimiser.rate");
            }
            putRows(some, order, from, count, own);
            means.add(terms, count);
            listener.step(epoch, step + 1, steps, means.reconstruction(), means.kl());
            record(session, own, number + 1);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Checkpoint state = session.checkpoint(identity, epoch + 1, before.best())
                .withOwn(new Tensor("own", new int[] {train.count(), method.numbers()}, own.clone()));
        List<Tensor> reached = recipe.average() > 0 ? state.averages() : state.weights();
        boolean measured = (epoch + 1) % Math.max(1, recipe.epochs() / MEASURED) == 0 || epoch + 1 == recipe.epochs();
        double bound = measured ? searched.bound(reached) : Double.NaN;
        if (bound > state.best().bound()) {
            state = state.with(new BestEpoch(epoch + 1, bound, reached));
        }
        recorder.write();
        state.write(file());
        listener.epoch(
                epoch,
                seconds,
                means.reconstruction(),
                means.kl(),
                bound,
                state.best().epoch());
        return state;
    }

    /** Numbers of the images order[from..from + count). */
    private float[] rows(float[] own, int[] order, int from, int count) {
        int width = method.numbers();
        float[] some = new float[count * width];
        for (int i = 0; i < count; i++) {
            System.arraycopy(own, order[from + i] * width, some, i * width, width);
        }
        return some;
    }

    private void putRows(float[] some, int[] order, int from, int count, float[] own) {
        int width = method.numbers();
        for (int i = 0; i < count; i++) {
            System.arraycopy(some, i * width, own, order[from + i] * width, width);
        }
    }
}
