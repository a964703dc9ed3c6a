package isthmus.bench;

import java.util.List;

/** How the figures of a benchmark are taken. Called on the bench's one thread. */
interface Measure {
    List<Figure> take(Bench bench);
}
