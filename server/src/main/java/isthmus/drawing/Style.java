package isthmus.drawing;

import isthmus.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How shapes are painted: presentation attributes, those of the shape over those of what it is in. Immutable; any thread.
 *
 * @param fill "#rrggbb", or "none"
 * @param opacity of all, multiplied on the way
 * @param attributes the others that pass on, as they are written
 */
record Style(String fill, String stroke, float opacity, Map<String, String> attributes) {
    static final Style INITIAL = new Style("#000000", "none", 1, Map.of());

    private static final Set<String> PASSED = Set.of(
            "fill-opacity",
            "stroke-opacity",
            "stroke-width",
            "stroke-dasharray",
            "stroke-linecap",
            "stroke-linejoin",
            "font-size",
            "text-anchor",
            "paint-order");

    /** The style of a part that has these attributes. */
    Style with(Map<String, String> own) {
        if (own.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(attributes);
        own.forEach((name, value) -> {
            if (PASSED.contains(name)) {
                all.put(name, value);
            }
        });
        return new Style(
                colour("fill", own.getOrDefault("fill", fill)),
                colour("stroke", own.getOrDefault("stroke", stroke)),
                opacity * share("opacity", own.getOrDefault("opacity", "1")),
                Map.copyOf(all));
    }

    private static String colour(String name, String value) {
        if (!value.equals("none") && !value.matches("#[0-9a-fA-F]{6}")) {
            throw Failure.badInput(name, "a colour as #rrggbb, or none", value);
        }
        return value;
    }

    private static float share(String name, String value) {
        return (float) Math.max(0, Math.min(1, number(name, value)));
    }

    static double number(String name, String value) {
        double[] numbers = PathData.numbers(value);
        if (numbers.length != 1 || !Double.isFinite(numbers[0]) || Math.abs(numbers[0]) > 1e9) {
            throw Failure.badInput(name, "a number", value);
        }
        return numbers[0];
    }

    boolean isFilled() {
        return !fill.equals("none");
    }

    boolean isStroked() {
        return !stroke.equals("none") && strokeWidth() > 0;
    }

    float fillOpacity() {
        return opacity * share("fill-opacity", word("fill-opacity", "1"));
    }

    float strokeOpacity() {
        return opacity * share("stroke-opacity", word("stroke-opacity", "1"));
    }

    float strokeWidth() {
        return (float) number("stroke-width", word("stroke-width", "1"));
    }

    float fontSize() {
        return (float) number("font-size", word("font-size", "16"));
    }

    String word(String name, String otherwise) {
        return attributes.getOrDefault(name, otherwise);
    }
}
