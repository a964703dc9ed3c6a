package isthmus.bench;

import java.util.List;

/** Something that is measured. Called on the bench's one thread. */
interface Measure {
    List<Figure> take(Bench bench);
}
