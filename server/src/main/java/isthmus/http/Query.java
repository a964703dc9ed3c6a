package isthmus.http;

import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.image.Fitting;
import isthmus.wire.Json;
import isthmus.wire.Printable;
import isthmus.wire.Question;

/** Parameters of a query, checked as they are read. Any thread. */
final class Query {
    private Query() {}

    /** A list of finite numbers, such as {@code 0.1,-1.2}. */
    static float[] floats(Context context, String name, int count) {
        String text = context.queryParam(name);
        String[] parts = text == null || text.isBlank() ? new String[0] : text.split(",", -1);
        if (parts.length != count) {
            throw Failure.badInput(name, count + " numbers with commas between them", parts.length);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = number(name, parts[i]);
        }
        return values;
    }

    private static float number(String name, String text) {
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below like what is infinite
        }
        throw Failure.badInput(name, "a finite number", Printable.shown(text));
    }

    /** A whole number, or a default where the query has none of this name. */
    static int integer(Context context, String name, int least, int most, int otherwise) {
        return (int) whole(context, name, least, most, otherwise);
    }

    static long seed(Context context) {
        return whole(context, "seed", 0, Question.MOST_SEED, 0);
    }

    private static long whole(Context context, String name, long least, long most, long otherwise) {
        String text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below like what is out of range
        }
        throw Failure.badInput(name, "a whole number from %d to %d".formatted(least, most), Printable.shown(text));
    }

    /** How a picture is to be brought to a model's input. */
    static Fitting fitting(Context context) {
        return new Fitting(
                word(context, "frame", Fitting.Framing.class, Fitting.Framing.AUTO),
                word(context, "centre", Fitting.Centre.class, Fitting.Centre.AUTO),
                word(context, "background", Fitting.Background.class, Fitting.Background.AUTO),
                word(context, "invert", Fitting.Invert.class, Fitting.Invert.AUTO));
    }

    /** A word out of a few, in any case, or a default where the query has none of this name. */
    static <E extends Enum<E>> E word(Context context, String name, Class<E> words, E otherwise) {
        String text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().equalsIgnoreCase(text)) {
                return word;
            }
        }
        throw Failure.badInput(name, Json.words(words), Printable.shown(text));
    }
}
