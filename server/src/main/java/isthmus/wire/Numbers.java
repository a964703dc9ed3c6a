package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import isthmus.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Lists of numbers out of JSON, straight into arrays. The parser stands before a list and is left at its end; a list that
 * is too long is refused at the first number that is too many. One thread a parser.
 */
final class Numbers {
    private static final int MAX_WIDTH = 4096; // numbers of one code; no model has more latent dimensions

    private Numbers() {}

    static double[] doubles(JsonParser json) throws IOException {
        open(json, "numbers");
        DoubleStream.Builder values = DoubleStream.builder();
        for (int count = 1; json.nextToken() != JsonToken.END_ARRAY; count++) {
            atMost(count, MAX_WIDTH, "numbers");
            boolean isNumber =
                    json.currentToken() != null && json.currentToken().isNumeric();
            if (!isNumber || !Double.isFinite(json.getDoubleValue())) {
                throw Failure.badInput("", isNumber ? "finite numbers" : "numbers", Json.found(json));
            }
            values.add(json.getDoubleValue());
        }
        return values.build().toArray();
    }

    static float[] floats(JsonParser json) throws IOException {
        double[] values = doubles(json);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
            if (!Float.isFinite(floats[i])) {
                throw Failure.badInput("", "finite numbers of 32 bits", values[i]);
            }
        }
        return floats;
    }

    /** Rows of numbers, each as long as the first. */
    static Matrix matrix(JsonParser json, int mostRows) throws IOException {
        open(json, "lists of numbers");
        float[] values = {};
        int rows = 0;
        int width = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            atMost(rows + 1, mostRows, "rows");
            float[] row = floats(json);
            if (rows > 0 && row.length != width) {
                throw Failure.badInput("", "rows of " + width + " numbers like the first", "one of " + row.length);
            }
            width = row.length;
            if ((rows + 1) * width > values.length) {
                values = Arrays.copyOf(values, Math.max(width, 2 * values.length));
            }
            System.arraycopy(row, 0, values, rows++ * width, width);
        }
        return new Matrix(rows, width, Arrays.copyOf(values, rows * width));
    }

    /** Whole numbers from 0. */
    static int[] ints(JsonParser json, int most) throws IOException {
        open(json, "whole numbers");
        IntStream.Builder values = IntStream.builder();
        for (int count = 1; json.nextToken() != JsonToken.END_ARRAY; count++) {
            atMost(count, most, "numbers");
            boolean isInt = json.hasToken(JsonToken.VALUE_NUMBER_INT) && json.getNumberType() == NumberType.INT;
            if (!isInt || json.getIntValue() < 0) {
                throw Failure.badInput("", "whole numbers from 0 to " + Integer.MAX_VALUE, Json.found(json));
            }
            values.add(json.getIntValue());
        }
        return values.build().toArray();
    }

    private static void open(JsonParser json, String of) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw Failure.badInput("", "a list of " + of, Json.found(json));
        }
    }

    private static void atMost(int count, int most, String what) {
        if (count > most) {
            throw Failure.tooLarge("", "at most " + most + " " + what, "more");
        }
    }
}
