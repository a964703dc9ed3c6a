package isthmus.evaluate;

import java.util.function.Function;
import java.util.function.IntConsumer;

/** Who is told how far a long measurement is. */
public interface Stages {
    /** Runs a stage of so many steps, whose work says how many are done. */
    <T> T run(String stage, int steps, Function<IntConsumer, T> work);

    /** Tells nobody. */
    Stages SILENT = new Stages() {
        @Override
        public <T> T run(String stage, int steps, Function<IntConsumer, T> work) {
            return work.apply(done -> {});
        }
    };
}
