package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.history.History;
import isthmus.history.Snapshot;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A generator against a discriminator (Goodfellow and others 2014), each image against one of the other kind
 * (Jolicoeur-Martineau 2019), with a penalty on the discriminator's gradient between the two:
 *
 * <pre>
 * repeat
 *   x of the data,  z ~ N(0, I),  y = G(z),  w between x and y
 *   step D down  softplus(D(y) − D(x)) + γ/2 |∇D(w)|²
 *   step G down  softplus(D(x) − D(y))
 * </pre>
 *
 * <p>The squared gradient is estimated by a difference along a random direction. Of all runs and epochs
 * it gives the generator whose draws have the least energy distance (Székely and Rizzo 2013) from the validation images,
 * which is 0 for the same distribution alone: blurred draws are too near to each other, and a mode that is missing costs
 * what its images lie away. A running average of the generator's weights is what is kept.
 */
final class Adversarial implements TrainingMethod {
    private static final int DRAWS = 1000; // that are compared with validation images
    private static final int HELD_OUT = 500; // validation images at most
    private static final int LANES = 8; // sums side by side, which a processor adds at once

    private final Recipe recipe;
    private final DataSet train;
    private final DataSet validation;
    private final Network generator;
    private final AdversarialObjective objective;
    private final Path folder;
    private final int threads;
    private History history; // of the run that is the best so far

    Adversarial(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        if (recipe.adversary() == null) {
            throw Failure.badInput("adversary", "a discriminator for the method gan", "none");
        }
        this.recipe = recipe;
        this.folder = folder;
        this.threads = threads;
        TrainingSplit split = TrainingSplit.of(recipe, trainPart);
        train = split.train();
        validation = split.validation();
        generator = recipe.decoder().decoder(trainPart.shape(), recipe.latent());
        objective = new AdversarialObjective(
                generator,
                recipe.adversary().discriminator().discriminator(trainPart.shape()),
                recipe.adversary().penalty());
    }

    @Override
    public int images() {
        return train.count();
    }

    @Override
    public List<String> terms() {
        return List.of("loss of the generator", "of the discriminator");
    }

    @Override
    public TrainedModel train(boolean resume, Listener listener) {
        WithoutCheckpoints.begin(resume, recipe, folder);
        BestEpoch best = BestEpoch.NONE;
        for (int run = 0; run < recipe.adversary().runs(); run++) {
            best = run(run, best, listener);
        }
        List<Tensor> weights = best.weights();
        Distributions distributions = new Distributions(
                ModelCard.Kind.GAN, PosteriorFamily.POINT, PriorCard.STANDARD, null, null, recipe.output());
        return TrainedModel.of(
                        recipe,
                        train,
                        best.epoch(),
                        new NearestCode(generator, recipe.latent(), recipe.seed()).module(weights),
                        generator.module(weights, recipe.storage()),
                        distributions)
                .with(history);
    }

    /** One training, from weights by the run's own seed. */
    private BestEpoch run(int run, BestEpoch before, Listener listener) {
        Noise noise = Noise.named(recipe.seed(), "run").stream(run);
        TorchScript module = objective.module(recipe.precision(), noise);
        Checkpoint begin = Checkpoint.start("", 0, module.parameters(), BestEpoch.NONE);
        TorchScript optimiser = Optimiser.module(recipe.optimiser(), recipe.average(), false);
        int steps = (train.count() + recipe.batch() - 1) / recipe.batch();
        Schedule schedule = new Schedule(recipe, steps);
        HistoryPlan plan = HistoryPlan.of(train.shape(), recipe.latent(), false, (long) steps * epochs(), 0, 0);
        HistoryRecorder recorder = new HistoryRecorder(plan, recipe, validation, folder);
        BestEpoch best = before;
        try (TrainingSession session =
                new TrainingSession(train.shape(), recipe.latent(), module, optimiser, begin, folder, threads, null)) {
            for (int e = 0; e < epochs(); e++) {
                int epoch = run * epochs() + e;
                long start = System.nanoTime();
                EpochBatches batches = new EpochBatches(train, recipe, epoch, true);
                double forger = 0;
                double critic = 0;
                int step = 0;
                record(session, recorder, (long) e * steps);
                for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
                    double rate = schedule.rate(
                            ((long) e * steps + step) * recipe.adversary().runs());
                    List<float[]> losses = session.step(rate, inputs(session, b, noise));
                    forger += losses.get(1)[0];
                    critic += losses.get(2)[0];
                    listener.step(epoch, ++step, steps, forger / step, critic / step);
                    record(session, recorder, (long) e * steps + step);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                if (!Double.isFinite(forger + critic)) {
                    throw Failure.modelFailed(recipe.id() + ": epoch " + (epoch + 1), "finite losses", forger)
                            .hint("lower the recipe's optimiser.rate");
                }
                double held = -distance(session);
                if (held > best.bound()) {
                    best = new BestEpoch(epoch + 1, held, kept(session));
                }
                listener.epoch(epoch, seconds, forger / steps, critic / steps, held, best.epoch());
            }
        }
        history = best.epoch() == before.epoch() ? history : recorder.history();
        return best;
    }

    /** No image has a code here: its draws alone. */
    private void record(TrainingSession session, HistoryRecorder recorder, long step) {
        recorder.at(step, () -> {
            float[] drawn =
                    drawn(session, recorder.codes(), new float[train.shape().size()]);
            return new Snapshot(step, new float[0], null, null, NetworkSnapshots.levels(drawn, false));
        });
    }

    private int epochs() {
        return recipe.epochs() / recipe.adversary().runs();
    }

    private List<Tensor> kept(TrainingSession session) {
        Checkpoint now = session.checkpoint("", 0, BestEpoch.NONE);
        return (recipe.average() > 0 ? now.averages() : now.weights())
                .stream().filter(weight -> weight.name().startsWith("decoder_")).toList();
    }

    private TrainingSession.Input[] inputs(TrainingSession session, EpochBatches.Batch batch, Noise noise) {
        return new TrainingSession.Input[] {
            session.images(batch.images(), batch.count()),
            new TrainingSession.Input(batch.noise(), batch.count(), recipe.latent()),
            new TrainingSession.Input(noise.uniforms(batch.count()), batch.count(), 1, 1, 1),
            session.images(noise.normals(batch.images().length), batch.count())
        };
    }

    /** 2 E|x − y| − E|x − x'| − E|y − y'| of validation images x and draws y, always of the same codes. */
    private double distance(TrainingSession session) {
        int count = Math.min(HELD_OUT, validation.count());
        float[] images = validation.floats(IntStream.range(0, count).toArray(), 0, count);
        float[] drawn =
                drawn(session, Noise.named(recipe.seed(), "validate draws").normals(DRAWS * recipe.latent()), images);
        return 2 * meanDistance(images, drawn) - meanDistance(images, images) - meanDistance(drawn, drawn);
    }

    /** Over all pairs of images of the two; of the same ones, over pairs of different images. */
    private double meanDistance(float[] a, float[] b) {
        int values = train.shape().size();
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < a.length; i += values) {
            for (int j = a == b ? i + values : 0; j < b.length; j += values) {
                sum += Math.sqrt(squares(a, i, b, j, values));
                pairs++;
            }
        }
        return sum / pairs;
    }

    /** The images of codes under the weights that would be kept now. */
    private float[] drawn(TrainingSession session, float[] codes, float[] images) {
        float[] any = Arrays.copyOf(images, train.shape().size());
        float[][] drawn = new float[1][];
        Runnable decoding = () -> drawn[0] = session.measure(
                        session.images(any, 1),
                        new TrainingSession.Input(codes, codes.length / recipe.latent(), recipe.latent()),
                        new TrainingSession.Input(new float[1], 1, 1, 1, 1),
                        session.images(any, 1))
                .get(3);
        if (recipe.average() > 0) {
            session.withAverages(decoding);
        } else {
            decoding.run();
        }
        return drawn[0];
    }

    private static float squares(float[] a, int fromA, float[] b, int fromB, int count) {
        float[] sums = new float[LANES];
        for (int i = 0; i < count; i += LANES) {
            for (int lane = 0; lane < LANES && i + lane < count; lane++) {
                float offset = a[fromA + i + lane] - b[fromB + i + lane];
                sums[lane] += offset * offset;
            }
        }
        float sum = 0;
        for (float lane : sums) {
            sum += lane;
        }
        return sum;
    }
}
