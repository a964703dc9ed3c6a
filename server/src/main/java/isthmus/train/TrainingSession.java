// Long because all that touches the native side of a training is here.
package isthmus.train;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.ScoresAndGradients;
import isthmus.inference.torch.TorchRuntime;
import isthmus.latent.RowArray;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The native side of a training: the objective and the optimiser in PyTorch, and the arrays they share. Opened, used and
 * closed on one thread; no native array leaves it.
 */
final class TrainingSession implements AutoCloseable {
    /** Means of a batch in nats an image: the loss and the two terms of the bound. */
    record Terms(double loss, double reconstruction, double kl) {}

    /** An array that an objective of another method takes, of these sides; row-major. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Input(float[] values, int... sides) {}

    private final Shape shape;
    private final int dim;
    private final Recipe.Frozen frozen;
    private final Model objective;
    private final Model optimiser;
    private final NDManager manager;
    private final List<Tensor> layout; // names and shapes of the parameters
    private final NDList weights = new NDList();
    private final NDList encoder = new NDList(); // the same arrays as in weights, under another name
    private final NDList others = new NDList();
    private final NDList gradients = new NDList();
    private final NDList first = new NDList();
    private final NDList second = new NDList();
    private final NDList averages = new NDList();
    private final NDList steps = new NDList();

    /**
     * @param threads of PyTorch, 0 for one a core
     * @param folder into which the two modules are written to be loaded
     * @param frozen the network whose weights stay as they are; null for neither
     */
    TrainingSession(
            Shape shape,
            int dim,
            TorchScript objective,
            TorchScript optimiser,
            Checkpoint from,
            Path folder,
            int threads,
            Recipe.Frozen frozen) {
        this.shape = shape;
        this.frozen = frozen;
        this.dim = dim;
        layout = from.weights();
        new TorchScript(objective.name(), from.weights(), objective.methods()).write(folder.resolve("objective.pt"));
        optimiser.write(folder.resolve("optimiser.pt"));
        this.objective = load(folder, "objective", Map.of("trainParam", "true"));
        this.optimiser = load(folder, "optimiser", Map.of());
        manager = this.objective.getNDManager().newSubManager();
        JniUtils.setNumThreads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
        // The graph optimiser would rewrite the graph after some runs, and a resumed training would round differently.
        JniUtils.setGraphExecutorOptimize(false);
        // DJL believes that a module just loaded is in training mode, but PyTorch loaded it in evaluation mode.
        JniUtils.enableTrainingMode((PtSymbolBlock) this.objective.getBlock());
        createArrays(from);
    }

    private static Model load(Path folder, String name, Map<String, String> options) {
        TorchRuntime.start();
        Model model = Model.newInstance(name, Device.cpu(), "PyTorch");
        try {
            model.load(folder, name, options);
        } catch (IOException | MalformedModelException e) {
            throw Failure.modelFailed(name + ".pt", "a module that PyTorch loads", e.getMessage())
                    .causedBy(e);
        }
        return model;
    }

    private void createArrays(Checkpoint from) {
        Map<String, NDArray> forWeights = parameters();
        Map<String, NDArray> forGroups = parameters();
        for (int i = 0; i < layout.size(); i++) {
            NDArray array = forWeights.get(layout.get(i).name());
            array.setRequiresGradient(!isFrozen(i));
            weights.add(named("p[]", array));
            boolean ofEncoder = layout.get(i).name().startsWith("encoder_");
            (ofEncoder ? encoder : others)
                    .add(named(
                            ofEncoder ? "e[]" : "d[]",
                            forGroups.get(layout.get(i).name())));
            first.add(named("m[]", create(from.first().get(i))));
            second.add(named("v[]", create(from.second().get(i))));
            averages.add(named("a[]", create(from.averages().get(i))));
            steps.add(named("s[]", manager.create((float) from.steps())));
        }
    }

    private boolean isFrozen(int parameter) {
        return frozen != null && frozen.has(layout.get(parameter).name());
    }

    private static Tensor zeros(Tensor like) {
        return new Tensor(like.name(), like.shape(), new float[like.values().length]);
    }

    /** New handles to the parameters of the module, by name. A handle has one name and so can be in one list only. */
    private Map<String, NDArray> parameters() {
        NDList handles = JniUtils.moduleGetParams((PtSymbolBlock) objective.getBlock(), (PtNDManager) manager);
        return handles.stream().collect(Collectors.toMap(NDArray::getName, h -> h));
    }

    // DJL passes arrays of one name that ends in [] as one list.
    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    private NDArray create(Tensor tensor) {
        // A copy in PyTorch's own memory, where arrays are aligned to 64 bytes.
        try (NDArray unaligned = manager.create(tensor.values(), shape(tensor.shape()))) {
            return unaligned.duplicate();
        }
    }

    private static ai.djl.ndarray.types.Shape shape(int... sides) {
        return new ai.djl.ndarray.types.Shape(
                Arrays.stream(sides).asLongStream().toArray());
    }

    /** Seeds the random numbers of PyTorch itself, which dropout uses. */
    void seed(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
    }

    /** One step of the optimiser on one batch. */
    Terms step(EpochBatches.Batch batch, double beta, double rate) {
        try (NDManager scope = manager.newSubManager()) {
            return terms(step(scope, rate, () -> forward(scope, batch, beta, true)));
        }
    }

    /** One step of the optimiser; the objective's first output is the loss, and all are given back. */
    List<float[]> step(double rate, Input... arrays) {
        try (NDManager scope = manager.newSubManager()) {
            return values(step(scope, rate, () -> forward(scope, arrays, true)));
        }
    }

    private NDList step(NDManager scope, double rate, Supplier<NDList> forward) {
        NDList outputs;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            outputs = forward.get();
            collector.backward(outputs.get(0));
        }
        if (gradients.isEmpty()) {
            for (int i = 0; i < weights.size(); i++) {
                gradients.add(named(
                        "g[]",
                        isFrozen(i)
                                ? create(zeros(layout.get(i)))
                                : weights.get(i).getGradient()));
            }
        }
        NDList inputs = new NDList();
        for (NDList group : List.of(weights, encoder, others, gradients, first, second, averages, steps)) {
            inputs.addAll(group);
        }
        NDArray rateArray = scope.create((float) rate);
        rateArray.setName("rate");
        inputs.add(rateArray);
        // DJL attaches the result to the manager of the first input, which outlives this step: closed here.
        optimiser
                .getBlock()
                .forward(new ParameterStore(scope, false), inputs, false)
                .close();
        return outputs;
    }

    /**
     * log p(x|z) of each row of a batch whose noise is codes, and its slope by the code; of a module whose fourth output
     * that is.
     */
    ScoresAndGradients slopes(EpochBatches.Batch batch) {
        return slopes(
                batch.noise(),
                (scope, codes) ->
                        // Not by the block's own call, which would turn the gradients of its weights on.
                        IValueUtils.forward((PtSymbolBlock) objective.getBlock(), inputs(scope, batch, codes, 1), true)
                                .get(3));
    }

    /** The first that a method gives, and its slope by the noise of each row, the third array of as many. */
    ScoresAndGradients slopes(String method, Input... arrays) {
        return slopes(arrays[2].values(), (scope, noise) -> {
            NDList inputs = new NDList();
            for (int i = 0; i < arrays.length; i++) {
                inputs.add(i == 2 ? noise : scope.create(arrays[i].values(), shape(arrays[i].sides())));
            }
            // The engine takes an array's name for that of the method, which would run without gradients by its own
            // call.
            NDArray name = scope.create(0f);
            name.setName("module_method:" + method);
            inputs.add(name);
            return IValueUtils.forward((PtSymbolBlock) objective.getBlock(), inputs, true)
                    .get(0);
        });
    }

    private ScoresAndGradients slopes(float[] rows, BiFunction<NDManager, NDArray, NDArray> scored) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        weights.forEach(weight -> weight.setRequiresGradient(false)); // or each slope would cost theirs too
        try (NDManager scope = manager.newSubManager()) {
            NDArray codes = codes(scope, rows);
            codes.setRequiresGradient(true);
            NDArray scores = scored.apply(scope, codes);
            JniUtils.backward((PtNDArray) scores.sum(), (PtNDArray) scope.create(1f), false, false);
            return new ScoresAndGradients(
                    scores.toFloatArray(), codes.getGradient().toFloatArray());
        } finally {
            weights.forEach(weight -> weight.setRequiresGradient(true));
            JniUtils.setGradMode(before);
        }
    }

    /** log p(x|z) of each image of a batch under each of its codes, (images, codes); of a module with that method. */
    float[] pairs(EpochBatches.Batch batch) {
        try (NDManager scope = manager.newSubManager();
                IValue x = IValue.from(images(scope, batch.images(), batch.count()));
                IValue codes = IValue.from(codes(scope, batch.noise()));
                IValue pairs = IValueUtils.runMethod((PtSymbolBlock) objective.getBlock(), "pairs", x, codes)) {
            return pairs.toTensor((PtNDManager) scope).toFloatArray();
        }
    }

    /** What a method of the module gives, a row an image or code, without gradients. */
    List<RowArray> call(String method, Input... arrays) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        List<IValue> values = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            for (Input array : arrays) {
                values.add(IValue.from((PtNDArray) scope.create(array.values(), shape(array.sides()))));
            }
            try (IValue result = IValueUtils.runMethod(
                    (PtSymbolBlock) objective.getBlock(), method, values.toArray(IValue[]::new))) {
                return result.toNDList((PtNDManager) scope).stream()
                        .map(TrainingSession::rows)
                        .toList();
            }
        } finally {
            values.forEach(IValue::close);
            JniUtils.setGradMode(before);
        }
    }

    private static RowArray rows(NDArray array) {
        long[] sides = array.getShape().getShape();
        int[] row = Arrays.stream(sides).skip(1).mapToInt(Math::toIntExact).toArray();
        return new RowArray(row, array.toFloatArray());
    }

    /** The gradient of the loss on one batch by the parameter's name, without an update. */
    Map<String, float[]> gradients(EpochBatches.Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(forward(scope, batch, 1, true).get(0));
            }
            Map<String, float[]> byName = new TreeMap<>();
            for (int i = 0; i < weights.size(); i++) {
                if (!isFrozen(i)) {
                    NDArray gradient = weights.get(i).getGradient();
                    gradient.attach(scope);
                    byName.put(layout.get(i).name(), gradient.toFloatArray());
                    gradient.muli(0); // the next one is added to it
                }
            }
            return byName;
        }
    }

    /** The terms on one batch, without an update. */
    Terms measure(EpochBatches.Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            return terms(forward(scope, batch, 1, false));
        }
    }

    /** The objective's outputs, without an update. */
    List<float[]> measure(Input... arrays) {
        try (NDManager scope = manager.newSubManager()) {
            return values(forward(scope, arrays, false));
        }
    }

    /** Runs with the running averages in the place of the weights, which are back afterwards. */
    void withAverages(Runnable measuring) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false); // or weights could not be overwritten
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> kept = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                NDArray copy = weights.get(i).duplicate();
                copy.attach(scope);
                kept.add(copy);
                weights.get(i).muli(0).addi(averages.get(i));
            }
            try {
                measuring.run();
            } finally {
                for (int i = 0; i < weights.size(); i++) {
                    weights.get(i).muli(0).addi(kept.get(i));
                }
            }
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private NDList forward(NDManager scope, EpochBatches.Batch batch, double beta, boolean training) {
        NDList inputs = inputs(scope, batch, codes(scope, batch.noise()), beta);
        return objective.getBlock().forward(new ParameterStore(scope, false), inputs, training);
    }

    private NDList inputs(NDManager scope, EpochBatches.Batch batch, NDArray noise, double beta) {
        NDArray x = images(scope, batch.images(), batch.count());
        NDArray target = batch.targets() == batch.images() ? x : images(scope, batch.targets(), batch.count());
        return new NDList(x, target, noise, scope.create((float) beta));
    }

    private NDList forward(NDManager scope, Input[] arrays, boolean training) {
        NDList inputs = new NDList();
        for (Input array : arrays) {
            inputs.add(scope.create(array.values(), shape(array.sides())));
        }
        return objective.getBlock().forward(new ParameterStore(scope, false), inputs, training);
    }

    private static List<float[]> values(NDList outputs) {
        return outputs.stream().map(NDArray::toFloatArray).toList();
    }

    /** Images of the training as an input. */
    Input images(float[] values, int count) {
        return new Input(values, count, shape.channels(), shape.height(), shape.width());
    }

    private PtNDArray images(NDManager scope, float[] values, int count) {
        return (PtNDArray) scope.create(
                values, new ai.djl.ndarray.types.Shape(count, shape.channels(), shape.height(), shape.width()));
    }

    private PtNDArray codes(NDManager scope, float[] values) {
        return (PtNDArray) scope.create(values, new ai.djl.ndarray.types.Shape(values.length / dim, dim));
    }

    private static Terms terms(NDList outputs) {
        return new Terms(
                outputs.get(0).getFloat(),
                outputs.get(1).getFloat(),
                outputs.get(2).getFloat());
    }

    /** A copy of the whole state. */
    Checkpoint checkpoint(String recipe, int epoch, BestEpoch best) {
        return new Checkpoint(
                recipe,
                epoch,
                (long) steps.get(0).getFloat(),
                copy(weights),
                copy(first),
                copy(second),
                copy(averages),
                List.of(),
                best);
    }

    private List<Tensor> copy(NDList arrays) {
        List<Tensor> copies = new ArrayList<>();
        for (int i = 0; i < layout.size(); i++) {
            copies.add(new Tensor(
                    layout.get(i).name(), layout.get(i).shape(), arrays.get(i).toFloatArray()));
        }
        return copies;
    }

    @Override
    public void close() {
        gradients.close();
        manager.close();
        optimiser.close();
        objective.close();
    }
}
