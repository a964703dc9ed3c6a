package isthmus.live;

import isthmus.inference.Engine;
import isthmus.inference.ModelLease;

/** A model that is lent for one request, and what is known of its version. Any thread. */
record LeasedModel(ModelLease lease, ServedModel served) implements AutoCloseable {
    Engine engine() {
        return lease.engine();
    }

    /** Another lease of the same version, for work that others may wait for after this one is closed. */
    LeasedModel again() {
        return new LeasedModel(lease.again(), served);
    }

    @Override
    public void close() {
        lease.close();
    }
}
