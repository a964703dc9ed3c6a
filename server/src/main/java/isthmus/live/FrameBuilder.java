package isthmus.live;

import isthmus.atlas.NearestRows.Neighbour;
import isthmus.latent.Vectors;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Collects arrays and puts them into one frame. One thread. */
final class FrameBuilder {
    private final List<ArraySpec> parts = new ArrayList<>();
    private final List<BiConsumer<AnswerFrame, Integer>> writers = new ArrayList<>();

    FrameBuilder add(ArraySpec part, float[] values) {
        return add(part, (frame, i) -> frame.put(i, values));
    }

    FrameBuilder add(ArraySpec part, double[] values) {
        return add(part, (frame, i) -> frame.put(i, values));
    }

    FrameBuilder add(ArraySpec part, byte[] values) {
        return add(part, (frame, i) -> frame.put(i, values, 0, values.length));
    }

    FrameBuilder add(String name, float[] values) {
        return add(ArraySpec.of(name, ArrayType.F4, values.length), values);
    }

    /** Rows of the atlas and their distances. */
    FrameBuilder add(List<Neighbour> near) {
        return add("row", near.stream().mapToInt(Neighbour::row).toArray())
                .add(
                        "distance",
                        Vectors.floats(
                                near.stream().mapToDouble(Neighbour::distance).toArray()));
    }

    FrameBuilder add(String name, double[] values) {
        return add(ArraySpec.of(name, ArrayType.F8, values.length), values);
    }

    FrameBuilder add(String name, int[] values) {
        return add(ArraySpec.of(name, ArrayType.I4, values.length), (frame, i) -> frame.put(i, values));
    }

    private FrameBuilder add(ArraySpec part, BiConsumer<AnswerFrame, Integer> writer) {
        parts.add(part);
        writers.add(writer);
        return this;
    }

    AnswerFrame frame(AnswerBase answer, boolean last, Map<String, ?> head) {
        AnswerFrame frame = answer.frame(last, head, parts.toArray(ArraySpec[]::new));
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).accept(frame, i);
        }
        return frame;
    }
}
