package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import isthmus.train.Layer.Activation;
import isthmus.train.Layer.Convolution;
import isthmus.train.Layer.Dropout;
import isthmus.train.Layer.Flatten;
import isthmus.train.Layer.Linear;
import isthmus.train.Layer.Nonlinearity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a small classifier of the images of a labelled data set, by which draws of models are judged: two convolutions
 * and a dense layer to the features, of which a linear layer makes the logits. Its loss is the cross entropy. Runs on the
 * calling thread, which is the only one to touch the engine.
 */
public final class ClassifierTrainer {
    /** Numbers that the last hidden layer gives. */
    public static final int FEATURES = 64;

    /** Names of the files that a training leaves in its folder. */
    public static final List<String> FILES = List.of("objective.pt", "optimiser.pt");

    private static final int[] CHANNELS = {16, 32};
    private static final Nonlinearity ACT = Nonlinearity.SILU;
    private static final int BATCH = 128;
    private static final Recipe.Optimiser OPTIMISER = new Recipe.Optimiser(2e-3, 300, 0.9, 0.999, 0.01, 0.01, 0);
    private static final Recipe.Augmentation AUGMENTATION = new Recipe.Augmentation(2, 0.1, 0.8, false, 0, false);
    private static final double DROPOUT = 0.3; // of the features

    private final DataSet train;
    private final int classes;
    private final long seed;
    private final Network features;
    private final Network logits;

    /** Told after each epoch, from 1, the mean cross entropy of its images in nats. */
    public interface Listener {
        void epoch(int epoch, double loss);
    }

    /** @param train the training part of a data set with labels */
    public ClassifierTrainer(DataSet train, long seed) {
        if (train.labels() == null || train.labelNames().size() < 2) {
            throw Failure.badInput(train.name(), "images of two classes or more", "no labels");
        }
        this.train = train;
        this.seed = seed;
        classes = train.labelNames().size();
        List<Layer> layers = new ArrayList<>();
        Shape grid = train.shape();
        for (int channels : CHANNELS) {
            layers.add(new Convolution(grid.channels(), channels, 4, 2, 1, ACT.gain(), false));
            layers.add(new Activation(ACT));
            grid = new Shape(channels, grid.height() / 2, grid.width() / 2);
        }
        layers.add(new Flatten(grid.size()));
        layers.add(new Linear(grid.size(), FEATURES, ACT.gain(), 0, false));
        layers.add(new Activation(ACT));
        features = new Network("Encoder", layers, List.of());
        logits = new Network(
                "Decoder", List.of(new Dropout(DROPOUT), new Linear(FEATURES, classes, 1, 0, true)), List.of());
    }

    /**
     * Trains and gives the module for use, with weights in half precision: images (batch, channels, height, width) in
     * [0, 1] to logits (batch, classes) and features (batch, {@link #FEATURES}).
     *
     * @param folder for what the engine loads
     * @param threads compute threads, 0 for one a core
     */
    public TorchScript train(int epochs, Path folder, int threads, Listener listener) {
        MethodWriter.Precision precision = MethodWriter.Precision.FLOAT32;
        Noise weights = Noise.named(seed, "weights");
        Network.GeneratedMethod encode = features.write("encode", precision, true, weights);
        Network.GeneratedMethod decode = logits.write("decode", precision, true, weights);
        List<Tensor> initial = Stream.concat(encode.parameters().stream(), decode.parameters().stream())
                .toList();
        TorchScript objective =
                new TorchScript("Objective", initial, List.of(encode.method(), decode.method(), crossEntropy()));
        Checkpoint state = Checkpoint.start("", 0, initial, BestEpoch.NONE);
        try (TrainingSession session = new TrainingSession(
                train.shape(), classes, objective, Optimiser.module(OPTIMISER, 0), state, folder, threads, null)) {
            session.seed((int) Noise.named(seed, "engine").nextLong());
            for (int epoch = 0; epoch < epochs; epoch++) {
                listener.epoch(epoch + 1, epoch(session, epoch, epochs));
            }
            state = session.checkpoint("", epochs, BestEpoch.NONE);
        }
        return module(state.weights());
    }

    /** Takes the place of the bound: the class of each image, as a row of one 1 among zeros, comes as its noise. */
    private static ScriptMethod crossEntropy() {
        return new ScriptMethod(
                "forward",
                List.of("x: Tensor", "target: Tensor", "noise: Tensor", "beta: Tensor"),
                List.of(
                        "features = (self).encode(torch.clone(x), )",
                        "logits = (self).decode(features, )",
                        "logs = torch.sum(torch.mul(torch.log_softmax(logits, 1), noise), [1])",
                        "loss = torch.neg(torch.mean(logs))"),
                "(loss, loss, loss)",
                "Tuple[Tensor, Tensor, Tensor]");
    }

    private double epoch(TrainingSession session, int epoch, int epochs) {
        int count = train.count();
        int steps = (count + BATCH - 1) / BATCH;
        int[] order = Noise.named(seed, "train order").stream(epoch).permutation(count);
        Augmenter augmenter =
                new Augmenter(AUGMENTATION, train.shape(), Noise.named(seed, "train augmentation").stream(epoch));
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            int from = step * BATCH;
            int to = Math.min(count, from + BATCH);
            float[] images = train.floats(order, from, to);
            augmenter.apply(images, to - from);
            float[] classOf = new float[(to - from) * classes];
            for (int i = from; i < to; i++) {
                classOf[(i - from) * classes + train.labels()[order[i]]] = 1;
            }
            TrainingSession.Terms terms = session.step(
                    new EpochBatches.Batch(to - from, images, images, classOf),
                    1,
                    rate(epoch * steps + step, epochs * steps));
            sum += terms.loss() * (to - from);
        }
        return sum / count;
    }

    /** A rise, then a cosine to 0. */
    private static double rate(int step, int steps) {
        double rise = Math.min(1, (step + 1.0) / Math.min(OPTIMISER.rise(), steps / 10.0));
        return OPTIMISER.rate() * rise * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }

    private TorchScript module(List<Tensor> weights) {
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor"),
                List.of("features = (self).encode(x, )", "logits = (self).decode(features, )"),
                "(logits, features)",
                "Tuple[Tensor, Tensor]");
        List<Tensor> half = weights.stream().map(Tensor::inHalf).toList();
        return new TorchScript(
                "Classifier", half, List.of(features.readingHalf("encode"), logits.readingHalf("decode"), forward));
    }
}
