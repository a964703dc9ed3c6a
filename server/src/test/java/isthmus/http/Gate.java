package isthmus.http;

import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelFolder;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that runs a batch for each permit, and counts them. Closing it lets everything through, so that a test which
 * fails can close its server.
 */
final class Gate implements AutoCloseable {
    final Semaphore permits = new Semaphore(0);
    final AtomicInteger batches = new AtomicInteger(); // that were begun

    Model open(ModelFolder folder) {
        return new Through(new TorchModel(folder)) {
            private void pass() {
                batches.incrementAndGet();
                permits.acquireUninterruptibly();
            }

            @Override
            public float[] decode(float[] codes, int count) {
                pass();
                return super.decode(codes, count);
            }

            @Override
            public PosteriorBatch encode(float[] images, int count) {
                pass();
                return super.encode(images, count);
            }
        };
    }

    /** Lets everything through from now on. */
    void open() {
        permits.release(1 << 30);
    }

    @Override
    public void close() {
        open();
    }
}
