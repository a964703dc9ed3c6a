package isthmus.live;

import isthmus.wire.ArrayType;
import isthmus.wire.Frame;
import isthmus.wire.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Arrays that are there already, on their way into a frame. One thread. */
final class Filling {
    private final List<Part> parts = new ArrayList<>();
    private final List<BiConsumer<Frame, Integer>> writers = new ArrayList<>();

    Filling add(Part part, float[] values) {
        return add(part, (frame, i) -> frame.put(i, values));
    }

    Filling add(Part part, byte[] values) {
        return add(part, (frame, i) -> frame.put(i, values, 0, values.length));
    }

    Filling add(String name, float[] values) {
        return add(Part.of(name, ArrayType.F4, values.length), values);
    }

    Filling addFloats(String name, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return add(name, floats);
    }

    Filling add(String name, double[] values) {
        return add(Part.of(name, ArrayType.F8, values.length), (frame, i) -> frame.put(i, values));
    }

    Filling add(String name, int[] values) {
        return add(Part.of(name, ArrayType.I4, values.length), (frame, i) -> frame.put(i, values));
    }

    private Filling add(Part part, BiConsumer<Frame, Integer> writer) {
        parts.add(part);
        writers.add(writer);
        return this;
    }

    Frame frame(Asked answer, boolean last, Map<String, ?> head) {
        Frame frame = answer.frame(last, head, parts.toArray(Part[]::new));
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).accept(frame, i);
        }
        return frame;
    }
}
