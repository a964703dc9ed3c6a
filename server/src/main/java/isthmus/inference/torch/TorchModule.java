package isthmus.inference.torch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import isthmus.Failure;
import isthmus.torchscript.EngineWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One TorchScript file in native memory. Opened, run and closed on one thread; who runs it owns what it gives, in the
 * scope of the input.
 */
final class TorchModule implements AutoCloseable {
    private final Path file;
    private final Model model;
    private final PtSymbolBlock block;

    TorchModule(Path file) {
        this(file, false);
    }

    /**
     * @param gradients whether gradients with respect to its input are wanted, for which the engine has to hold the
     *     weights as a training does
     */
    TorchModule(Path file, boolean gradients) {
        this.file = file;
        TorchRuntime.start();
        // Both belong to the thread. Without the second its first products are computed by all cores, which wait
        // for each other in loops on a busy machine, until the engine looks how many it may use.
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setNumThreads(JniUtils.getNumThreads());
        model = Model.newInstance(file.getFileName().toString(), Device.cpu(), TorchRuntime.ENGINE);
        try {
            load(gradients);
            block = (PtSymbolBlock) model.getBlock();
            if (gradients) {
                // The weights stay as they are: without this each gradient would cost theirs too.
                try (NDManager scope = scope();
                        NDList weights = JniUtils.moduleGetParams(block, (PtNDManager) scope)) {
                    weights.forEach(weight -> weight.setRequiresGradient(false));
                }
            }
            JniUtils.enableInferenceMode(block);
        } catch (EngineException | IOException | MalformedModelException e) {
            model.close();
            throw Failure.modelFailed(
                            String.valueOf(file),
                            "a TorchScript file, as torch.jit.save writes it",
                            "%s%s".formatted(reason(e), hint(e)))
                    .causedBy(e);
        }
    }

    private void load(boolean gradients) throws IOException, MalformedModelException {
        // Weights that were saved from another device are loaded to this one.
        Map<String, String> options = Map.of("mapLocation", "true", "trainParam", Boolean.toString(gradients));
        Optional<byte[]> rewritten = EngineWeights.of(file);
        if (rewritten.isEmpty()) {
            model.load(file.toAbsolutePath(), null, options);
            return;
        }
        // A file, for from a stream the engine loads no module of which gradients can be taken.
        Path opened = Files.createTempFile("isthmus", ".pt");
        try {
            Files.write(opened, rewritten.get());
            model.load(opened, null, options);
        } finally {
            Files.delete(opened);
        }
    }

    /** A scope for one batch; closing it frees every array made in it. */
    NDManager scope() {
        return model.getNDManager().newSubManager();
    }

    /**
     * Runs the network and gives its first {@code most} outputs, or fewer where it has fewer. The values that carry
     * arrays in and out are closed here whatever happens, which the engine's own call leaves undone when a network
     * throws.
     */
    List<PtNDArray> run(PtNDArray input, int most) {
        PtNDManager scope = input.getManager();
        try (IValue out = forward(input)) {
            List<PtNDArray> outputs = new ArrayList<>();
            if (out.isTensor()) {
                outputs.add(floats(out.toTensor(scope)));
            } else if (out.isTuple() || out.isList()) {
                IValue[] parts = out.isTuple() ? out.toIValueTuple() : out.toIValueArray();
                try {
                    for (int i = 0; i < parts.length && i < most; i++) {
                        if (!parts[i].isTensor()) {
                            break;
                        }
                        outputs.add(floats(parts[i].toTensor(scope)));
                    }
                } finally {
                    for (IValue part : parts) {
                        part.close();
                    }
                }
            }
            if (outputs.isEmpty()) {
                throw failed("a tensor or a tuple that begins with one", out.getType());
            }
            return outputs;
        }
    }

    /** Runs the network and gives its answer as it is; who asks closes it. */
    IValue forward(PtNDArray input) {
        try (IValue in = IValue.from(input)) {
            return block.forward(in);
        } catch (EngineException e) {
            throw didNotRun(input, e);
        }
    }

    /**
     * Runs a network that was opened for gradients so that they can be taken, and gives its first output. Its layers go
     * on as in use: only the engine's record of what was computed is on. Where the network throws, the engine leaves a
     * handle on the input behind, so this is for networks that have run before.
     */
    PtNDArray runForGradients(PtNDArray input) {
        try {
            NDArray output = IValueUtils.forward(block, new NDList(input), true).get(0);
            if (output.getDataType() != DataType.FLOAT32) {
                // The engine cuts gradients off where it converts.
                throw failed("float32 for gradients", output.getDataType());
            }
            return (PtNDArray) output;
        } catch (EngineException e) {
            throw didNotRun(input, e);
        }
    }

    /** A failure of this file. */
    Failure failed(String expected, Object found) {
        return Failure.modelFailed(file.toString(), expected, found);
    }

    private Failure didNotRun(PtNDArray input, EngineException e) {
        return Failure.modelFailed(String.valueOf(file), "to run on " + input.getShape(), reason(e))
                .causedBy(e);
    }

    private static PtNDArray floats(PtNDArray array) {
        return array.toType(DataType.FLOAT32, false);
    }

    /** The one line of libtorch's message that says what is wrong, between its two traces. */
    private static String reason(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        List<String> lines =
                message.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        for (String line : lines) {
            if (line.matches("(\\w+\\.)*\\w*(Error|Exception): .*")) {
                return line;
            }
        }
        return lines.isEmpty() ? e.getClass().getSimpleName() : lines.get(0);
    }

    /** A scripted module names every operator that it might use; a traced one those that it does use. */
    private static String hint(Exception e) {
        return String.valueOf(e.getMessage()).contains("Unknown builtin op")
                ? " It comes from a newer PyTorch: export with torch.jit.trace in place of torch.jit.script."
                : "";
    }

    @Override
    public void close() {
        model.close();
    }
}
