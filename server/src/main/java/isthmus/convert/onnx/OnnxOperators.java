package isthmus.convert.onnx;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operators of ONNX that are read, one row an operator, by theme. */
final class OnnxOperators {
    private static final Map<String, OnnxOperator> ROWS = new TreeMap<>();

    static {
        Stream.of(
                        Convolutions.ROWS,
                        Elementwise.ROWS,
                        Layers.ROWS,
                        Randomness.ROWS,
                        Reductions.ROWS,
                        Resizing.ROWS,
                        Selections.ROWS,
                        Shapes.ROWS)
                .flatMap(List::stream)
                .forEach(row -> ROWS.put(row.name(), row));
    }

    private OnnxOperators() {}

    static Optional<OnnxOperator> named(String name) {
        return Optional.ofNullable(ROWS.get(name));
    }

    static Collection<OnnxOperator> all() {
        return ROWS.values();
    }
}
