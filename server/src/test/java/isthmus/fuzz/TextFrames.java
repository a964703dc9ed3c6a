package isthmus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.List;

/** Requests in text frames with something wrong in them. One thread. */
final class TextFrames {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Values that stand where another is expected; each is JSON. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1",
            "0.5",
            "-0.0",
            "4097",
            "2147483647",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9007199254740993",
            "99999999999999999999999999",
            "1e30",
            "-3.4e38",
            "1e39",
            "1e308",
            "1e400",
            "1e-400",
            "\"\"",
            "\"NaN\"",
            "\"0\"",
            "\"decode\"",
            "\"\\u0000\\u202e\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\"../../etc/passwd\"",
            "\"%s%n{}\\n\\r\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[3.4e38,3.4e38]",
            "[3.4e38,-3.4e38]",
            "[[3.4e38,3.4e38],[-3.4e38,3.4e38],[3.4e38,-3.4e38]]",
            "[[1,2,3],[4]]",
            "[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
            "{\"row\":-1}",
            "{\"axes\":[0,0]}",
            "{\"axes\":[0,7],\"principal\":true}",
            "{\"through\":[[0,0],[0,0],[0,0]]}",
            "[5,5,-5,-5]",
            "[-1e30,-1e30,1e30,1e30]");
    /** Text that is no JSON, or none that many would take. */
    private static final List<String> RAW = List.of(
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            ".5",
            "1.",
            "0x10",
            "undefined",
            "'a'",
            "[1,]",
            "tru",
            "/*a*/1",
            "\"\u0001\"",
            "\"\\x\"",
            "");

    private static final List<String> IDS =
            List.of("-1", "1.5", "\"7\"", "null", "true", "[]", "4294967296", "1e99", "99999999999999999999", "NaN");
    private static final List<String> NAMES = List.of(
            "id",
            "op",
            "model",
            "codes",
            "lane",
            "as",
            "plane",
            "view",
            "level",
            "k",
            "z",
            "rows",
            "\u00e9",
            "",
            "__proto__");
    private static final List<String> OPS = List.of(
            "decode",
            "path",
            "tiles",
            "encode",
            "sample",
            "atlas",
            "column",
            "rows",
            "nearest",
            "density",
            "support",
            "plane",
            "dimensions",
            "points",
            "cells",
            "select",
            "neighbours",
            "search",
            "values",
            "originals",
            "cancel",
            "DECODE",
            "hello",
            "");

    private TextFrames() {}

    static Sent any(long id, Dice dice) {
        ObjectNode request = Requests.any(dice);
        if (dice.oneIn(10)) {
            return sent(id, Requests.text(id, request), true, true);
        }
        if (dice.oneIn(25)) {
            return sent(id, "{\"id\":" + dice.of(IDS) + "," + request.toString().substring(1), false, false);
        }
        switch (dice.below(4)) {
            case 0 -> {
                return syntax(id, Requests.text(id, request), dice);
            }
            case 1 -> {
                // What stands where a value is expected is no JSON, deep or long.
                change(request, NODES.rawValueNode(new RawValue(odd(dice))), dice);
                return sent(id, Requests.text(id, request), false, false);
            }
            default -> {
                for (int i = dice.below(3); i >= 0; i--) {
                    structure(request, dice);
                }
                return sent(id, Requests.text(id, request), true, false);
            }
        }
    }

    private static Sent sent(long id, String text, boolean readable, boolean sane) {
        return new Sent(id, false, text.getBytes(UTF_8), readable, sane);
    }

    private static String odd(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> "[".repeat(1500) + "]".repeat(1500);
            case 1 -> "{\"a\":".repeat(1200) + "1" + "}".repeat(1200);
            case 2 -> "\"" + "x".repeat(5000) + "\"";
            case 3 -> "[" + "1,".repeat(3000) + "1]";
            case 4 -> "9".repeat(1200);
            default -> dice.of(RAW);
        };
    }

    /** The head and its id stay as they are. */
    private static Sent syntax(long id, String text, Dice dice) {
        byte[] bytes = text.getBytes(UTF_8);
        int past = Requests.prefix(id).length();
        return switch (dice.below(8)) {
            case 0 -> sent(id, text + dice.of(List.of("}", "{}", "x", "\u0000", "null", text)), false, false);
            case 1 -> sent(id, "\ufeff" + text, false, false);
            case 2 -> sent(id, text.replace(":", " : ").replace(",", "\n,\t"), true, false);
            case 3 ->
                sent(
                        id,
                        text.substring(0, past) + "\"" + dice.of(NAMES) + "\":1," + text.substring(past),
                        false,
                        false);
            case 4 ->
                sent(
                        id,
                        dice.of(List.of("", " ", "[]", "[" + text + "]", "\"" + id + "\"", "null", "7")),
                        false,
                        false);
            default -> new Sent(id, false, Bytes.sevenBit(Bytes.mutated(bytes, past, dice)), false, false);
        };
    }

    private static void structure(ObjectNode request, Dice dice) {
        List<String> names = new ArrayList<>();
        request.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "op" : dice.of(names);
        switch (dice.below(7)) {
            case 0 -> request.remove(name);
            case 1 -> request.set(another(dice), value(dice));
            case 2 -> {
                JsonNode value = request.remove(name);
                request.set(another(dice), value == null ? NODES.nullNode() : value);
            }
            case 3 -> request.put("op", dice.of(OPS));
            case 4 -> request.put("model", dice.of(List.of("digits", "point", "none", "", "../digits")));
            default -> change(request, value(dice), dice);
        }
    }

    /** A name other than that of the id, which is to stay readable. */
    private static String another(Dice dice) {
        String name = dice.of(NAMES);
        return name.equals("id") ? "ID" : name;
    }

    static JsonNode value(Dice dice) {
        try {
            return Requests.JSON.readTree(dice.of(VALUES));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a value somewhere, however deep; into an array perhaps beside what is there. */
    static void change(JsonNode within, JsonNode value, Dice dice) {
        if (within instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (names.size() > 2 && !dice.oneIn(5)) {
                names.removeAll(List.of("op", "model")); // without which the rest is not looked at
            }
            String name = dice.of(names);
            if (object.get(name).isContainerNode() && !object.get(name).isEmpty() && !dice.oneIn(3)) {
                change(object.get(name), value, dice);
            } else {
                object.set(name, value);
            }
        } else if (within instanceof ArrayNode array && !array.isEmpty()) {
            int at = dice.below(array.size());
            if (array.get(at).isContainerNode() && !array.get(at).isEmpty() && !dice.oneIn(3)) {
                change(array.get(at), value, dice);
            } else {
                switch (dice.below(3)) {
                    case 0 -> array.insert(at, value);
                    case 1 -> array.remove(at);
                    default -> array.set(at, value);
                }
            }
        }
    }
}
