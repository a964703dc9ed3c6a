package isthmus.live;

import isthmus.inference.Model;
import isthmus.inference.Through;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that counts the rows it decodes. */
final class Counted extends Through {
    private final AtomicInteger rows;

    Counted(Model vae, AtomicInteger rows) {
        super(vae);
        this.rows = rows;
    }

    @Override
    public float[] decode(float[] codes, int count) {
        rows.addAndGet(count);
        return super.decode(codes, count);
    }
}
