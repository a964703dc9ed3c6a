package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.image.Fitting;
import isthmus.latent.Viewport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The fields of one request while it is read: each is checked as it is met, by its name, and taken out by the operation.
 * One thread.
 */
final class Fields {
    /** The fields by which a report names its image and its draws. */
    static final Set<String> IMAGE = Set.of("row", "files", "images", "frame", "background", "invert", "seed");

    private final Limits limits;
    private final Map<String, Object> values = new HashMap<>();
    private Long id;
    private String op;
    private String model;
    private String lane;
    private List<FrameReader.Array> arrays = List.of();

    Fields(Limits limits) {
        this.limits = limits;
    }

    /** Reads an object's fields; the parser stands before it. */
    void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw Failure.badInput("expected a request as a JSON object, found " + Values.shown(json));
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            try {
                field(name, json);
            } catch (Failure e) {
                throw e.getMessage().startsWith(name) ? e : new Failure(e.kind(), name + ": " + e.getMessage(), e);
            }
        }
        if (json.nextToken() != null) {
            throw Failure.badInput("expected one request in a frame, found more behind it");
        }
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "id" -> id = Values.whole(json, 0, Request.MOST);
            case "op" -> op = Values.text(json);
            case "model" -> model = Values.text(json);
            case "lane" -> lane = lane(Values.text(json));
            case "arrays" -> arrays = FrameReader.Array.list(json);
            case "codes", "keyframes" ->
                values.put(name, Values.matrix(json, limits.get(Limit.MAX_POINTS_PER_REQUEST)));
            case "z" -> values.put(name, Values.floats(json));
            case "as", "mode", "value", "of", "frame", "background", "invert" -> values.put(name, Values.text(json));
            case "plane" -> values.put(name, Values.plane(json));
            case "view" -> values.put(name, Values.view(json));
            case "level", "frames", "count", "k", "columns", "row", "steps" ->
                values.put(name, Values.whole(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "rows" ->
                values.put(
                        name,
                        json.hasToken(JsonToken.START_ARRAY)
                                ? Values.rows(json, limits.get(Limit.MAX_POINTS_PER_REQUEST))
                                : (Object) Values.whole(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "seed" -> values.put(name, Values.whole(json, 0, (1L << 53) - 1));
            case "request" -> values.put(name, Values.whole(json, 0, Request.MOST));
            case "noise" -> values.put(name, Values.real(json));
            case "ellipses", "images", "health" -> values.put(name, Values.flag(json));
            case "files" -> values.put(name, Values.names(json, limits.get(Limit.MAX_IMAGES_PER_REQUEST)));
            case "from" -> values.put(name, Values.source(json));
            default -> throw Failure.badInput("expected a field that requests have, found " + Printable.shown(name));
        }
    }

    private static String lane(String text) {
        if (!text.matches("[A-Za-z]{1,32}")) {
            throw Failure.badInput("lane: expected a word of 1 to 32 letters, found " + Printable.shown(text));
        }
        return text;
    }

    /** What the fields ask for. */
    Request request() {
        if (op == null) {
            throw Failure.badInput("op: expected what is asked for, found none");
        }
        Op asked = Op.named(op);
        if (id == null) {
            throw Failure.badInput("id: expected a number from 0 to %d, found none".formatted(Request.MOST));
        }
        if ((model == null) != (asked == Op.CANCEL)) {
            throw Failure.badInput("model: expected %s, found %s"
                    .formatted(
                            asked == Op.CANCEL ? "none where a request is cancelled" : "the id of a model",
                            model == null ? "none" : Printable.shown(model)));
        }
        return new Request(id, asked, model, lane, asked.question(this));
    }

    Long id() {
        return id;
    }

    /** Whether they say more than an operation's own fields. */
    boolean isAddressed() {
        return id != null || op != null || model != null || lane != null || !arrays.isEmpty();
    }

    void setId(long other) {
        id = other;
    }

    List<FrameReader.Array> arrays() {
        return arrays;
    }

    /** An array of a frame stands in for the field of its name. */
    void put(String name, Object value) {
        if (values.put(name, value) != null) {
            throw Failure.badInput(name + ": expected it in the head or as an array, found both");
        }
    }

    Limits limits() {
        return limits;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    <T> T value(String name, Class<T> type, T otherwise) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw Failure.badInput("%s: expected %s, found something else".formatted(name, called(type)));
        }
        return value == null ? otherwise : type.cast(value);
    }

    <T> T need(String name, Class<T> type) {
        T value = value(name, type, null);
        if (value == null) {
            throw Failure.badInput("%s: expected %s, found none".formatted(name, called(type)));
        }
        return value;
    }

    private static String called(Class<?> type) {
        return type == Long.class ? "a whole number" : type == int[].class ? "a list of rows" : "a value";
    }

    /** Refuses fields beside this one. */
    Fields alone(String name) {
        for (String other : names()) {
            if (!other.equals(name)) {
                throw Failure.badInput("expected %s alone, found %s beside it".formatted(name, other));
            }
        }
        return this;
    }

    Matrix points(String name) {
        Matrix matrix = need(name, Matrix.class);
        atMost(name, "rows", matrix.rows(), limits.get(Limit.MAX_POINTS_PER_REQUEST));
        return matrix;
    }

    float[] code() {
        return need("z", float[].class);
    }

    int[] rows() {
        return need("rows", int[].class);
    }

    PlaneChoice plane() {
        return value("plane", PlaneChoice.class, null);
    }

    Viewport view() {
        return need("view", Viewport.class);
    }

    int whole(String name, int least, int most) {
        long value = need(name, Long.class);
        if (value < least || value > most) {
            throw new Failure(
                    value > most ? Kind.TOO_LARGE : Kind.BAD_INPUT,
                    "%s: expected %d to %d, found %d".formatted(name, least, most, value));
        }
        return (int) value;
    }

    /** As {@link #whole(String, int, int)}, or another where there is none. */
    int whole(String name, int least, int most, int otherwise) {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    long seed() {
        return value("seed", Long.class, 0L);
    }

    Fitting fitting() {
        return new Fitting(
                word("frame", Fitting.Framing.class, Fitting.Framing.AUTO),
                word("background", Fitting.Background.class, Fitting.Background.AUTO),
                word("invert", Fitting.Invert.class, Fitting.Invert.AUTO));
    }

    /** The one image that a report is about. */
    Question.Image image() {
        List<Question.Encode.File> files = files();
        if (files.size() > 1) {
            throw Failure.badInput("files: expected one image, found " + files.size());
        }
        return new Question.Image(
                has("row") ? (Integer) whole("row", 0, Integer.MAX_VALUE) : null,
                files.isEmpty() ? null : files.get(0),
                images(),
                fitting());
    }

    /** The most columns of a grid of as many rows. */
    int posteriorColumns() {
        return (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS));
    }

    static void atMost(String name, String what, long found, long most) {
        if (found > most) {
            throw new Failure(
                    Kind.TOO_LARGE, "%s: expected at most %d %s, found %d".formatted(name, most, what, found));
        }
    }

    ArrayType as() {
        String text = value("as", String.class, "u1");
        if (text.equals("u1") || text.equals("f4")) {
            return ArrayType.named(text);
        }
        throw Failure.badInput("as: expected u1 or f4, found " + Printable.shown(text));
    }

    <E extends Enum<E>> E word(String name, Class<E> words, E otherwise) {
        String text = value(name, String.class, null);
        if (text == null) {
            return otherwise;
        }
        List<String> known = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            String written = word.name().toLowerCase(Locale.ROOT);
            if (written.equals(text)) {
                return word;
            }
            known.add(written);
        }
        throw Failure.badInput(
                "%s: expected one of %s, found %s".formatted(name, String.join(", ", known), Printable.shown(text)));
    }

    Question.Density.Grid grid() {
        int columns = whole("columns", 1, limits.get(Limit.MAX_GRID_CELLS));
        int rows = whole("rows", 1, limits.get(Limit.MAX_GRID_CELLS));
        atMost("columns", "cells", (long) columns * rows, limits.get(Limit.MAX_GRID_CELLS));
        return new Question.Density.Grid(
                plane(), view(), columns, rows, word("of", Question.Density.Of.class, Question.Density.Of.PROJECTION));
    }

    @SuppressWarnings("unchecked") // the reader puts files alone under this name
    List<Question.Encode.File> files() {
        return has("files") ? (List<Question.Encode.File>) (List<?>) need("files", List.class) : List.of();
    }

    /** Names become files once their bytes are there. */
    void replaceFiles(List<Question.Encode.File> files) {
        if (has("files")) {
            values.put("files", files);
        }
    }

    Matrix images() {
        return value("images", Matrix.class, null);
    }
}
