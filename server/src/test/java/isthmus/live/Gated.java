package isthmus.live;

import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.model.ModelFolder;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real network that decodes only when a test lets it, and counts. */
final class Gated extends Through {
    /** The gate of all the models of a site. */
    static final class Gate {
        private static final int OPEN = 1 << 20;

        final AtomicInteger batches = new AtomicInteger();
        final AtomicInteger rows = new AtomicInteger();
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore permits = new Semaphore(0);

        Model over(ModelFolder folder) {
            return new Gated(new TorchModel(folder), this);
        }

        /** Waits until one more batch has begun. */
        void awaitBatch() throws InterruptedException {
            if (!begun.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new AssertionError("no batch began");
            }
        }

        void letOne() {
            permits.release();
        }

        void open() {
            permits.release(OPEN);
        }

        private void pass(int count) {
            batches.incrementAndGet();
            rows.addAndGet(count);
            begun.release();
            permits.acquireUninterruptibly();
        }
    }

    private final Gate gate;

    private Gated(Model vae, Gate gate) {
        super(vae);
        this.gate = gate;
    }

    @Override
    public float[] decode(float[] codes, int count) {
        gate.pass(count);
        return super.decode(codes, count);
    }
}
