package isthmus.convert;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A module that was written as a file, in the engine. One thread; whoever opens one closes it. */
public final class ScriptRun implements AutoCloseable {
    /** Numbers in row-major order. */
    public record Numbers(long[] shape, float[] values) {
        public Numbers {
            if (values.length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
                throw new IllegalArgumentException(Arrays.toString(shape) + " of " + values.length);
            }
        }
    }

    private final Path folder;
    private final Model model;

    public ScriptRun(TorchScript module) {
        this(module, false);
    }

    /** @param gradients whether gradients with respect to the input are wanted */
    public ScriptRun(TorchScript module, boolean gradients) {
        try {
            folder = Files.createTempDirectory("module");
            module.write(folder.resolve("network.pt"));
            Engine.getInstance();
            JniUtils.setGraphExecutorOptimize(false);
            model = Model.newInstance("network", Device.cpu(), "PyTorch");
            model.load(folder, "network", Map.of("trainParam", Boolean.toString(gradients)));
            JniUtils.enableInferenceMode((PtSymbolBlock) model.getBlock());
        } catch (IOException | MalformedModelException e) {
            throw new IllegalStateException(module.code(), e);
        }
    }

    /** Each output, for one input. */
    public List<Numbers> run(float[] input, long... shape) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDArray x = scope.create(input, new ai.djl.ndarray.types.Shape(shape));
            List<Numbers> outputs = new ArrayList<>();
            for (NDArray y : model.getBlock().forward(new ParameterStore(scope, false), new NDList(x), false)) {
                outputs.add(new Numbers(
                        y.getShape().getShape(),
                        y.toType(DataType.FLOAT32, false).toFloatArray()));
            }
            return outputs;
        }
    }

    /** The gradient of the sum of the first output's squares with respect to the input. */
    public float[] gradient(float[] input, long... shape) {
        try (NDManager scope = model.getNDManager().newSubManager();
                ai.djl.training.GradientCollector collector =
                        model.getNDManager().getEngine().newGradientCollector()) {
            NDArray x = scope.create(input, new ai.djl.ndarray.types.Shape(shape));
            x.setRequiresGradient(true);
            NDArray y = model.getBlock()
                    .forward(new ParameterStore(scope, false), new NDList(x), true)
                    .get(0);
            collector.backward(y.square().sum());
            return x.getGradient().toFloatArray();
        }
    }

    @Override
    public void close() {
        model.close();
        try {
            Files.delete(folder.resolve("network.pt"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
