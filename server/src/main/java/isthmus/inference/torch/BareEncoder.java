package isthmus.inference.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import isthmus.latent.Noise;
import java.nio.file.Path;

/**
 * The speed of an encoder alone: the same batch of images, already in native memory, again and again, with nothing read
 * and nothing taken out. What a command reaches is held against it. Opens, runs and closes the network on the calling
 * thread.
 */
public final class BareEncoder implements AutoCloseable {
    private final TorchModule encoder;
    private final NDManager scope;
    private final PtNDArray images; // (batch, channels, height, width)
    private final int batch;

    /** The batches are the largest in which {@link TorchVae} runs. */
    public BareEncoder(Path encoderFile, isthmus.image.Shape shape) {
        batch = BatchSizes.forImages(shape.size()).largest();
        encoder = new TorchModule(encoderFile);
        scope = encoder.scope();
        Noise noise = new Noise(0, 0);
        float[] values = new float[batch * shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) noise.uniform();
        }
        images = (PtNDArray) scope.create(values, new Shape(batch, shape.channels(), shape.height(), shape.width()));
        run();
    }

    private void run() {
        encoder.run(images, 2).forEach(PtNDArray::close);
    }

    /** Runs as many batches as hold so many images, and gives how many images they held. */
    public long run(int least) {
        long images = 0;
        while (images < least) {
            run();
            images += batch;
        }
        return images;
    }

    @Override
    public void close() {
        scope.close();
        encoder.close();
    }
}
