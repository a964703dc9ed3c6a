package isthmus.inference.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A TorchScript file of unknown origin, run on arrays of any shape and asked for all that it gives. Opened, run and closed
 * on one thread.
 */
public final class RawNetwork implements AutoCloseable {
    private final TorchModule module;

    /** What a network takes its input in, and the number by which TorchScript names it. */
    public enum Precision {
        FLOAT32(DataType.FLOAT32, 6),
        FLOAT64(DataType.FLOAT64, 7),
        // The engine knows bfloat16 too, but its call ends the process.
        FLOAT16(DataType.FLOAT16, 5);

        private final DataType type;
        private final int scalarType;

        Precision(DataType type, int scalarType) {
            this.type = type;
            this.scalarType = scalarType;
        }

        public int scalarType() {
            return scalarType;
        }
    }

    /**
     * One tensor of an answer.
     *
     * @param path what follows the answer in TorchScript's source to read it: nothing, {@code [0]} or {@code ["mu"]}
     * @param shape first the number of rows
     * @param values row-major
     */
    public record Output(String path, long[] shape, float[] values) {}

    public RawNetwork(Path file) {
        module = new TorchModule(file);
    }

    /**
     * Runs the network; a Failure with the engine's reason where it does not run.
     *
     * @param values row-major
     */
    public List<Output> run(float[] values, long[] shape, Precision precision) {
        try (NDManager scope = module.scope()) {
            PtNDArray input = (PtNDArray) scope.create(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32)
                    .toType(precision.type, false);
            List<Output> outputs = new ArrayList<>();
            try (IValue answer = module.forward(input)) {
                collect(answer, "", (PtNDManager) scope, outputs);
            }
            if (outputs.isEmpty()) {
                throw module.failed("tensors", "none");
            }
            return outputs;
        }
    }

    private static void collect(IValue value, String path, PtNDManager scope, List<Output> to) {
        if (value.isTensor()) {
            PtNDArray tensor = value.toTensor(scope);
            to.add(new Output(
                    path,
                    tensor.getShape().getShape(),
                    tensor.toType(DataType.FLOAT32, false).toFloatArray()));
        } else if (value.isTuple() || value.isList()) {
            IValue[] parts = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
            for (int i = 0; i < parts.length; i++) {
                try (IValue part = parts[i]) {
                    collect(part, "%s[%d]".formatted(path, i), scope, to);
                }
            }
        } else if (value.isMap()) {
            for (Map.Entry<String, IValue> entry : new TreeMap<>(value.toIValueMap()).entrySet()) {
                try (IValue part = entry.getValue()) {
                    collect(part, "%s[\"%s\"]".formatted(path, entry.getKey()), scope, to);
                }
            }
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
