package isthmus.inference.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows of plain arrays into the engine and out of it. The thread of the model. */
final class EngineArrays {
    private EngineArrays() {}

    /** Rows as an array of {@code size} rows over the buffer; those past the end are zeros, and nobody reads them. */
    static PtNDArray array(
            NDManager scope, ByteBuffer buffer, float[] from, int row, int rows, int size, int width, Shape shape) {
        buffer.clear().limit(size * width * Float.BYTES);
        buffer.asFloatBuffer().put(from, row * width, rows * width).put(new float[(size - rows) * width]);
        return (PtNDArray) scope.create(buffer, shape, DataType.FLOAT32);
    }

    /** Copies the first rows out, once they are known to be as many and as finite as they have to be. */
    static void copy(
            TorchModule module, String what, NDArray from, int size, int width, float[] to, int row, int rows) {
        Shape shape = from.getShape();
        if (shape.dimension() < 1 || shape.get(0) != size || shape.size() != (long) size * width) {
            throw module.failed("%s of (%d, %d)".formatted(what, size, width), shape);
        }
        from.toByteBuffer(true).asFloatBuffer().get(to, row * width, rows * width);
        for (int i = row * width; i < (row + rows) * width; i++) {
            if (!Float.isFinite(to[i])) {
                throw module.failed("finite numbers in " + what, to[i]);
            }
        }
    }

    static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
