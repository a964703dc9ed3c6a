package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.latent.Viewport;
import isthmus.wire.Question.Encode.File;
import java.io.IOException;
import java.util.function.BiFunction;

/**
 * Reads what databind alone would not: lists of numbers, in whose place the frame may have an array of the field's name,
 * and files, which are names in the JSON and arrays of the frame. Any thread.
 */
final class FieldDeserializer<T> extends JsonDeserializer<T> implements ContextualDeserializer {
    private static final int MAX_NAME = 255; // characters of a file's name

    /** Where a question comes from, as its reader's attribute under this class. */
    record Input(FrameArrays arrays, Limits limits) {
        private int mostRows() {
            return limits.get(Limit.MAX_POINTS_PER_REQUEST);
        }
    }

    private interface FromJson<T> {
        T read(JsonParser json, Input input) throws IOException;
    }

    private record Named(String name) {}

    private final FromJson<T> fromJson;
    private final BiFunction<String, Input, T> whenAbsent;
    private final String field;

    private FieldDeserializer(FromJson<T> fromJson, BiFunction<String, Input, T> whenAbsent, String field) {
        this.fromJson = fromJson;
        this.whenAbsent = whenAbsent;
        this.field = field;
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        add(module, int[].class, (json, in) -> Numbers.ints(json, in.mostRows()), (field, in) -> null);
        add(module, double[].class, (json, in) -> Numbers.doubles(json), (field, in) -> null);
        add(module, float[].class, (json, in) -> Numbers.floats(json), (field, in) -> in.arrays.floats(field));
        add(
                module,
                Matrix.class,
                (json, in) -> Numbers.matrix(json, in.mostRows()),
                (field, in) -> in.arrays.matrix(field, in.mostRows()));
        add(module, Mask.class, (json, in) -> mask(json), (field, in) -> in.arrays.mask(field));
        add(module, Viewport.class, (json, in) -> viewport(json), (field, in) -> null);
        add(module, File.class, FieldDeserializer::file, (field, in) -> null);
        return module;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, FromJson<T> fromJson, BiFunction<String, Input, T> whenAbsent) {
        module.addDeserializer(type, new FieldDeserializer<>(fromJson, whenAbsent, ""));
    }

    private static Mask mask(JsonParser json) throws IOException {
        throw Failure.badInput("", "an array u1 of a binary frame", Json.found(json));
    }

    private static Viewport viewport(JsonParser json) throws IOException {
        double[] edges = Numbers.doubles(json);
        if (edges.length != 4) {
            throw Failure.badInput("", "[left, bottom, right, top]", edges.length + " numbers");
        }
        return new Viewport(edges[0], edges[1], edges[2], edges[3]);
    }

    /** The bytes of the list's file i are the array {@code file i}. */
    private static File file(JsonParser json, Input input) throws IOException {
        String name = json.readValueAs(Named.class).name;
        int i = json.getParsingContext().getCurrentIndex();
        int most = input.limits.get(Limit.MAX_IMAGES_PER_REQUEST);
        if (i >= most) {
            throw Failure.tooLarge("", "at most " + most + " images", "more");
        }
        String line = name == null ? "" : Printable.line(name);
        return new File(line.substring(0, Math.min(MAX_NAME, line.length())), input.arrays.bytes("file " + i));
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new FieldDeserializer<>(fromJson, whenAbsent, property == null ? "" : property.getName());
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return fromJson.read(json, (Input) context.getAttribute(Input.class));
    }

    @Override
    public T getAbsentValue(DeserializationContext context) {
        try {
            return whenAbsent.apply(field, (Input) context.getAttribute(Input.class));
        } catch (Failure e) {
            throw e.at(field);
        }
    }
}
