package isthmus.inference;

import isthmus.Failure;
import isthmus.model.ModelFolder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a version of a model open until it is closed, also where the folder holds another by then. It is held until the
 * answers of the engine's jobs are there. Any thread.
 */
public final class ModelLease implements AutoCloseable {
    private final LeasedEngine model;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over a lease that was counted. */
    ModelLease(LeasedEngine model) {
        this.model = model;
    }

    public ModelFolder folder() {
        return model.folder;
    }

    public String version() {
        return model.folder.version();
    }

    /** The store closes it; nobody else does. */
    public Engine engine() {
        return model.engine;
    }

    /** Another lease of the same version, to be taken while this one is open. */
    public ModelLease again() {
        if (!model.acquire()) {
            throw Failure.busy(model.folder.id(), "an open model", "that it is closing");
        }
        return new ModelLease(model);
    }

    /** Gives the model back; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            model.release();
        }
    }
}
