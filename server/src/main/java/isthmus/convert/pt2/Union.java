package isthmus.convert.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Failure;
import java.util.Map;

/**
 * A value of the schema that is one of several kinds, as its JSON writes it: an object with one field.
 *
 * @param kind the field's name, such as {@code as_tensor}; empty where there is none
 */
record Union(String kind, JsonNode value) {
    static Union of(JsonNode json) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getValue().isNull()) {
                return new Union(field.getKey(), field.getValue());
            }
        }
        return new Union("", json);
    }

    boolean is(String one) {
        return kind.equals(one);
    }

    /** A number that is stated, or −1 where it is an expression. */
    static int integer(JsonNode symbol) {
        JsonNode number = symbol.isNumber() ? symbol : symbol.path("as_int");
        if (!number.isNumber()) {
            return -1;
        }
        long integer = whole(number);
        if (integer != (int) integer) {
            throw Failure.badInput("", "a number of 32 bits", integer);
        }
        return (int) integer;
    }

    static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw Failure.badInput("", "a whole number of 64 bits", number);
        }
        return number.longValue();
    }
}
