package isthmus.train;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The native side of a training: the objective and the optimiser loaded into the engine, with the arrays they share.
 * Opened, used and closed on one thread; no native array leaves it.
 */
final class TrainingSession implements AutoCloseable {
    /** What a step found, in nats an image: the value minimised, and the two terms of the bound. */
    record Terms(double cost, double reconstruction, double kl) {}

    private final Shape shape;
    private final int dim;
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
     * @param threads for the engine's loops, 0 for one a core
     * @param folder where the two modules are written to be loaded from
     */
    TrainingSession(
            Shape shape,
            int dim,
            TorchScript objective,
            TorchScript optimiser,
            Checkpoint from,
            Path folder,
            int threads) {
        this.shape = shape;
        this.dim = dim;
        layout = from.weights();
        new TorchScript(objective.name(), from.weights(), objective.methods()).write(folder.resolve("objective.pt"));
        optimiser.write(folder.resolve("optimiser.pt"));
        this.objective = load(folder, "objective", Map.of("trainParam", "true"));
        this.optimiser = load(folder, "optimiser", Map.of());
        manager = this.objective.getNDManager().newSubManager();
        JniUtils.setNumThreads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
        // Left to itself the engine rewrites the graph after some runs, and then rounds otherwise than a resumed
        // training.
        JniUtils.setGraphExecutorOptimize(false);
        // The engine takes a module it has just loaded to be training, but has loaded it as not training.
        JniUtils.enableTrainingMode((PtSymbolBlock) this.objective.getBlock());
        hold(from);
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

    private void hold(Checkpoint from) {
        Map<String, NDArray> once = parameters();
        Map<String, NDArray> again = parameters();
        for (int i = 0; i < layout.size(); i++) {
            NDArray array = once.get(layout.get(i).name());
            array.setRequiresGradient(true);
            weights.add(named("p[]", array));
            boolean ofEncoder = layout.get(i).name().startsWith("encoder_");
            (ofEncoder ? encoder : others)
                    .add(named(
                            ofEncoder ? "e[]" : "d[]", again.get(layout.get(i).name())));
            first.add(named("m[]", create(from.first().get(i))));
            second.add(named("v[]", create(from.second().get(i))));
            averages.add(named("a[]", create(from.averages().get(i))));
            steps.add(named("s[]", manager.create((float) from.steps())));
        }
    }

    /** New handles on the module's own parameters, by name; each handle has one name, and so is in one list. */
    private Map<String, NDArray> parameters() {
        NDList handles = JniUtils.moduleGetParams((PtSymbolBlock) objective.getBlock(), (PtNDManager) manager);
        return handles.stream().collect(Collectors.toMap(NDArray::getName, h -> h));
    }

    // The engine passes arrays of one name, ending in [], as one list.
    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    private NDArray create(Tensor tensor) {
        // A copy in the engine's own memory, where every array begins at a multiple of 64 bytes.
        try (NDArray unaligned = manager.create(tensor.values(), shape(tensor))) {
            return unaligned.duplicate();
        }
    }

    private static ai.djl.ndarray.types.Shape shape(Tensor tensor) {
        long[] sides = new long[tensor.shape().length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = tensor.shape()[i];
        }
        return new ai.djl.ndarray.types.Shape(sides);
    }

    /** What else draws at random inside the engine (dropout) starts here. */
    void seed(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
    }

    /** One step of the optimiser on one batch. */
    Terms step(Batches.Batch batch, double beta, double rate) {
        try (NDManager scope = manager.newSubManager()) {
            Terms terms;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDList outputs = forward(scope, batch, beta, true);
                collector.backward(outputs.get(0));
                terms = terms(outputs);
            }
            if (gradients.isEmpty()) {
                for (NDArray weight : weights) {
                    gradients.add(named("g[]", weight.getGradient()));
                }
            }
            NDList inputs = new NDList();
            for (NDList group : List.of(weights, encoder, others, gradients, first, second, averages, steps)) {
                inputs.addAll(group);
            }
            NDArray speed = scope.create((float) rate);
            speed.setName("rate");
            inputs.add(speed);
            // The engine puts its result under the manager of the first input, which outlives this step: closed here.
            optimiser
                    .getBlock()
                    .forward(new ParameterStore(scope, false), inputs, false)
                    .close();
            return terms;
        }
    }

    /** The terms on one batch, without learning. */
    Terms measure(Batches.Batch batch) {
        try (NDManager scope = manager.newSubManager()) {
            return terms(forward(scope, batch, 1, false));
        }
    }

    private NDList forward(NDManager scope, Batches.Batch batch, double beta, boolean training) {
        var sides = new ai.djl.ndarray.types.Shape(batch.count(), shape.channels(), shape.height(), shape.width());
        NDArray x = scope.create(batch.images(), sides);
        NDArray target = batch.targets() == batch.images() ? x : scope.create(batch.targets(), sides);
        NDArray noise = scope.create(batch.noise(), new ai.djl.ndarray.types.Shape(batch.noise().length / dim, dim));
        NDArray weight = scope.create((float) beta);
        return objective
                .getBlock()
                .forward(new ParameterStore(scope, false), new NDList(x, target, noise, weight), training);
    }

    private static Terms terms(NDList outputs) {
        return new Terms(
                outputs.get(0).getFloat(),
                outputs.get(1).getFloat(),
                outputs.get(2).getFloat());
    }

    /** Copies everything out. */
    Checkpoint checkpoint(String recipe, int epoch) {
        return new Checkpoint(
                recipe,
                epoch,
                (long) steps.get(0).getFloat(),
                copy(weights),
                copy(first),
                copy(second),
                copy(averages));
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
