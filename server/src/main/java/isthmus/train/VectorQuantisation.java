package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.history.Snapshot;
import isthmus.image.Shape;
import isthmus.latent.Codebook;
import isthmus.latent.ContextNetwork;
import isthmus.latent.Dense;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.RowArray;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.List;

/**
 * Discrete codes (van den Oord, Vinyals and Kavukcuoglu 2017): each place of a grid takes the nearest entry of a codebook,
 * the gradient goes straight through that choice, and entries follow the vectors that chose them. It gives the weights of
 * the epoch after which the validation images had the highest log p(x|z), which with the uniform prior's log mass, the
 * same for all, is a bound on log p(x).
 */
final class VectorQuantisation implements TrainingMethod {
    private final Recipe recipe;
    private final DataSet train;
    private final DataSet validation;
    private final QuantisedObjective objective;
    private final Shape grid;
    private final HistoryRecorder recorder;
    private final Path folder;
    private final int threads;

    VectorQuantisation(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.codebook() == null) {
            throw Failure.badInput("codebook", "entries, decay and commitment for the method vq", "none");
        }
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        train = split.train();
        validation = split.validation();
        List<Integer> sides = recipe.latentShape(trainPart.shape());
        grid = new Shape(sides.get(0), sides.get(1), sides.get(2));
        objective = new QuantisedObjective(
                recipe.encoder().gridEncoder(trainPart.shape(), grid.channels()),
                recipe.decoder().gridDecoder(trainPart.shape(), grid.channels()),
                recipe,
                grid);
        HistoryPlan plan = HistoryPlan.of(
                train.shape(),
                recipe.latent(),
                false,
                (long) steps() * recipe.epochs(),
                validation.count(),
                (double) train.count() * recipe.epochs());
        recorder = new HistoryRecorder(plan, recipe, validation, folder);
    }

    private int steps() {
        return (train.count() + recipe.batch() - 1) / recipe.batch();
    }

    @Override
    public int images() {
        return train.count();
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        WithoutCheckpoints.begin(resume, recipe, folder);
        TorchScript module = objective.module(recipe.precision(), Noise.named(recipe.seed(), "weights"));
        Checkpoint begin = Checkpoint.start("", 0, module.parameters(), BestEpoch.NONE);
        TorchScript optimiser = Optimiser.module(recipe.optimiser(), 0);
        try (TrainingSession session =
                new TrainingSession(train.shape(), recipe.latent(), module, optimiser, begin, folder, threads, null)) {
            return train(session, listener);
        }
    }

    private TrainedModel train(TrainingSession session, Listener listener) {
        int steps = steps();
        Schedule schedule = new Schedule(recipe, steps);
        double nats = grid.height() * grid.width() * Math.log(recipe.codebook().entries());
        RunningEntries codebook = begin(session);
        BestEpoch best = BestEpoch.NONE;
        float[] entries = codebook.entries();
        record(session, codebook, 0);
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            long start = System.nanoTime();
            EpochBatches batches = new EpochBatches(train, recipe, epoch, true);
            double sum = 0;
            int step = 0;
            for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
                double rate = schedule.rate((long) epoch * steps + step);
                List<float[]> outputs = session.step(rate, inputs(session, b, codebook));
                codebook.update(outputs.get(3), outputs.get(4), outputs.get(5));
                sum += outputs.get(1)[0];
                listener.step(epoch, ++step, steps, sum / step, nats);
                record(session, codebook, (long) epoch * steps + step);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double bound = heldOut(session, codebook) - nats;
            if (bound > best.bound()) {
                best = new BestEpoch(
                        epoch + 1, bound, session.checkpoint("", 0, best).weights());
                entries = codebook.entries();
            }
            listener.epoch(epoch, seconds, sum / steps, nats, bound, best.epoch());
        }
        return model(best, entries, listener);
    }

    private void record(TrainingSession session, RunningEntries codebook, long step) {
        recorder.at(step, () -> look(session, codebook, step));
    }

    /** Codes and log p(x|z) of the images that are looked at, and what the decoder makes of other codes. */
    private Snapshot look(TrainingSession session, RunningEntries codebook, long step) {
        DataSet images = recorder.images();
        float[] means = new float[images.count() * recipe.latent()];
        double[] reconstruction = new double[images.count()];
        EpochBatches batches = new EpochBatches(images, recipe, 0, false);
        int from = 0;
        for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
            List<RowArray> outputs = session.call(HistoryMethods.TERMS, inputs(session, b, codebook));
            float[] codes = outputs.get(1).values();
            System.arraycopy(codes, 0, means, from * recipe.latent(), codes.length);
            for (int i = 0; i < b.count(); i++) {
                reconstruction[from++] = outputs.get(0).values()[i];
            }
        }
        float[] codes = recorder.codes();
        TrainingSession.Input drawn = new TrainingSession.Input(codes, codes.length / recipe.latent(), recipe.latent());
        float[] draws = session.call(HistoryMethods.DECODE, drawn, input(codebook.entries()))
                .get(0)
                .values();
        return new Snapshot(
                step,
                means,
                null,
                Snapshot.Terms.of(reconstruction, null),
                NetworkSnapshots.levels(draws, recipe.output() == ModelCard.Output.LOGITS));
    }

    private RunningEntries begin(TrainingSession session) {
        CodebookRecipe book = recipe.codebook();
        EpochBatches.Batch first = new EpochBatches(train, recipe, 0, true).next();
        float[] none = new float[book.entries() * grid.channels()];
        float[] vectors = session.measure(
                        session.images(first.images(), first.count()),
                        session.images(first.targets(), first.count()),
                        input(none))
                .get(5);
        return new RunningEntries(
                book.entries(), grid.channels(), book.decay(), vectors, Noise.named(recipe.seed(), "codebook"));
    }

    private TrainingSession.Input[] inputs(TrainingSession session, EpochBatches.Batch batch, RunningEntries codebook) {
        return new TrainingSession.Input[] {
            session.images(batch.images(), batch.count()),
            session.images(batch.targets(), batch.count()),
            input(codebook.entries())
        };
    }

    private TrainingSession.Input input(float[] entries) {
        return new TrainingSession.Input(entries, entries.length / grid.channels(), grid.channels());
    }

    /** log p(x|z) of the validation images. */
    private double heldOut(TrainingSession session, RunningEntries codebook) {
        EpochBatches batches = new EpochBatches(validation, recipe, 0, false);
        double sum = 0;
        for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
            sum += session.measure(inputs(session, b, codebook)).get(1)[0] * b.count();
        }
        return sum / validation.count();
    }

    private TrainedModel model(BestEpoch best, float[] entries, Listener listener) {
        List<Tensor> weights = best.weights();
        TorchScript encoder = objective.encoding(named(weights, "encoder_"), entries);
        Distributions distributions = new Distributions(
                ModelCard.Kind.VQ_VAE,
                PosteriorFamily.POINT,
                PriorCard.of(PriorCard.Family.CODEBOOK),
                prior(encoder, entries, listener),
                Distributions.of(recipe, null).likelihood(),
                recipe.output());
        return TrainedModel.of(
                        recipe,
                        train,
                        best.epoch(),
                        encoder,
                        objective.decoding(named(weights, "decoder_"), entries),
                        distributions)
                .with(recorder.history());
    }

    /** All codes as likely, or as the recipe's network says that is fitted to the codes of the training images. */
    private Codebook prior(TorchScript encoder, float[] entries, Listener listener) {
        int numbers = grid.channels();
        int places = grid.height() * grid.width();
        int count = entries.length / numbers;
        Dense equal = new Dense(new float[count * (numbers + 1) * places], new float[count]);
        Codebook uniform = new Codebook(entries, numbers, places, new ContextNetwork(List.of(equal), places));
        if (recipe.codebook().prior() == null) {
            return uniform;
        }
        Path file = folder.resolve("encoder.pt");
        encoder.write(file);
        return new ContextFit(recipe.codebook().prior(), entries, numbers, places, Noise.named(recipe.seed(), "prior"))
                .fit(codes(file, train, uniform), codes(file, validation, uniform), folder, threads, listener);
    }

    /** The entries that images have, (count, places). */
    private static float[] codes(Path encoder, DataSet data, Codebook codebook) {
        PosteriorBatch points = Encodings.of(encoder, data, codebook.dim());
        float[] codes = new float[data.count() * codebook.places()];
        for (int row = 0; row < data.count(); row++) {
            int[] chosen = codebook.nearest(points.means(), row);
            for (int place = 0; place < chosen.length; place++) {
                codes[row * chosen.length + place] = chosen[place];
            }
        }
        return codes;
    }

    private static List<Tensor> named(List<Tensor> weights, String prefix) {
        return weights.stream().filter(t -> t.name().startsWith(prefix)).toList();
    }
}
