package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.latent.Viewport;
import isthmus.wire.Question.Sample.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of a request, read where the parser stands and left at their last token. Arrays of numbers go straight into
 * arrays: no tree is built. One thread a parser.
 */
final class Values {
    private static final int LONGEST_NAME = 255;

    private Values() {}

    /** The token that is met, for a sentence. */
    static String shown(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_ARRAY -> "the end of the list";
            default -> Printable.shown(json.getText());
        };
    }

    private static Failure wrong(String expected, JsonParser json) throws IOException {
        return Failure.badInput("expected %s, found %s".formatted(expected, shown(json)));
    }

    static String text(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            throw wrong("text", json);
        }
        return json.getText();
    }

    static boolean flag(JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_TRUE) && !json.hasToken(JsonToken.VALUE_FALSE)) {
            throw wrong("true or false", json);
        }
        return json.getBooleanValue();
    }

    static long whole(JsonParser json, long least, long most) throws IOException {
        boolean whole = json.hasToken(JsonToken.VALUE_NUMBER_INT)
                && (json.getNumberType() == JsonParser.NumberType.INT
                        || json.getNumberType() == JsonParser.NumberType.LONG);
        if (!whole || json.getLongValue() < least || json.getLongValue() > most) {
            throw wrong("a whole number from %d to %d".formatted(least, most), json);
        }
        return json.getLongValue();
    }

    private static float number(JsonParser json) throws IOException {
        if (json.currentToken() == null || !json.currentToken().isNumeric()) {
            throw wrong("a number", json);
        }
        float value = json.getFloatValue();
        if (!Float.isFinite(value)) {
            throw wrong("a finite number", json);
        }
        return value;
    }

    static double real(JsonParser json) throws IOException {
        if (json.currentToken() == null || !json.currentToken().isNumeric()) {
            throw wrong("a number", json);
        }
        double value = json.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong("a finite number", json);
        }
        return value;
    }

    private static void list(String of, JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw wrong("a list of " + of, json);
        }
    }

    static float[] floats(JsonParser json) throws IOException {
        list("numbers", json);
        Growing values = new Growing();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(number(json));
        }
        return values.toArray();
    }

    static double[] doubles(JsonParser json) throws IOException {
        list("numbers", json);
        double[] values = new double[16];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = real(json);
        }
        return Arrays.copyOf(values, count);
    }

    /** Rows of numbers, each as long as the first. */
    static Matrix matrix(JsonParser json, int mostRows) throws IOException {
        list("lists of numbers", json);
        Growing values = new Growing();
        int rows = 0;
        int width = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list("numbers", json);
            if (++rows > mostRows) {
                throw new Failure(Kind.TOO_LARGE, "expected at most %d rows, found more".formatted(mostRows));
            }
            int before = values.count;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(number(json));
            }
            if (rows > 1 && values.count - before != width) {
                throw Failure.badInput("expected rows of %d numbers like the first, found one of %d"
                        .formatted(width, values.count - before));
            }
            width = values.count - before;
        }
        return new Matrix(rows, width, values.toArray());
    }

    static int[] rows(JsonParser json, int most) throws IOException {
        list("rows", json);
        int[] rows = new int[16];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw new Failure(Kind.TOO_LARGE, "expected at most %d rows, found more".formatted(most));
            }
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            rows[count++] = (int) whole(json, 0, Integer.MAX_VALUE);
        }
        if (count == 0) {
            throw Failure.badInput("expected one or more rows, found none");
        }
        return Arrays.copyOf(rows, count);
    }

    static Viewport view(JsonParser json) throws IOException {
        double[] edges = doubles(json);
        if (edges.length != 4) {
            throw Failure.badInput("expected [left, bottom, right, top], found %d numbers".formatted(edges.length));
        }
        return new Viewport(edges[0], edges[1], edges[2], edges[3]);
    }

    private static void object(String expected, JsonParser json) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw wrong(expected, json);
        }
    }

    static PlaneChoice plane(JsonParser json) throws IOException {
        object("a plane as an object", json);
        double[] axes = null;
        double[] origin = null;
        double[] first = null;
        double[] second = null;
        Matrix through = null;
        boolean principal = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "axes" -> axes = doubles(json);
                case "origin" -> origin = doubles(json);
                case "first" -> first = doubles(json);
                case "second" -> second = doubles(json);
                case "through" -> through = matrix(json, 3);
                case "principal" -> principal = flag(json);
                default ->
                    throw Failure.badInput("expected axes, origin, first, second, through or principal, found "
                            + Printable.shown(name));
            }
        }
        boolean along = first != null && second != null && origin != null;
        int ways = (axes != null ? 1 : 0)
                + (first != null || second != null ? 1 : 0)
                + (through != null ? 1 : 0)
                + (principal ? 1 : 0);
        if (ways != 1
                || (origin != null && axes == null && !along)
                || (axes == null && through == null && !principal && !along)) {
            throw Failure.badInput("expected axes (and an origin), principal, through, or origin, first and second,"
                    + " found another mixture of fields");
        }
        if (axes != null) {
            if (axes.length != 2 || axes[0] != (int) axes[0] || axes[1] != (int) axes[1]) {
                throw Failure.badInput("axes: expected the numbers of two axes, found " + Arrays.toString(axes));
            }
            return new PlaneChoice.Axes((int) axes[0], (int) axes[1], origin);
        }
        return principal
                ? new PlaneChoice.Principal()
                : through != null ? new PlaneChoice.Through(through) : new PlaneChoice.Given(origin, first, second);
    }

    static Source source(JsonParser json) throws IOException {
        if (json.hasToken(JsonToken.VALUE_STRING) && json.getText().equals("prior")) {
            return Source.PRIOR;
        }
        object("prior, a row, or mu and logvar", json);
        Integer row = null;
        float[] mu = null;
        float[] logvar = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "row" -> row = (int) whole(json, 0, Integer.MAX_VALUE);
                case "mu" -> mu = floats(json);
                case "logvar" -> logvar = floats(json);
                default -> throw Failure.badInput("expected row, mu or logvar, found " + Printable.shown(name));
            }
        }
        if ((row == null) == (mu == null && logvar == null)) {
            throw Failure.badInput(
                    "expected a row, or mu and logvar, found %s".formatted(row == null ? "neither" : "both"));
        }
        return new Source(row, mu, logvar);
    }

    /** The names of files. */
    static List<String> names(JsonParser json, int most) throws IOException {
        list("files", json);
        List<String> names = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            object("a file as an object with its name", json);
            if (names.size() == most) {
                throw new Failure(Kind.TOO_LARGE, "expected at most %d images, found more".formatted(most));
            }
            String name = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (!json.currentName().equals("name")) {
                    throw Failure.badInput(
                            "expected the name of a file alone, found " + Printable.shown(json.currentName()));
                }
                json.nextToken();
                name = text(json);
            }
            names.add(Printable.line(name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME)));
        }
        return names;
    }

    /** Floats of which nobody knows yet how many there are. */
    private static final class Growing {
        private float[] values = new float[16];
        private int count;

        void add(float value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        float[] toArray() {
            return count == values.length ? values : Arrays.copyOf(values, count);
        }
    }
}
