package isthmus.page;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Between which two numbers one is that a lesson claims, and how it may be written there. */
record ClaimRange(double low, double high) {
    static ClaimRange exactly(double value) {
        return new ClaimRange(value, value);
    }

    static ClaimRange about(double value, double off) {
        return new ClaimRange(value - off, value + off);
    }

    ClaimRange times(double factor) {
        return factor < 0 ? new ClaimRange(factor * high, factor * low) : new ClaimRange(factor * low, factor * high);
    }

    /** A text as an expression that stands for it alone, in a browser too, whose expressions know no quotes. */
    static String literal(String text) {
        return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}/]", "\\\\$0");
    }

    /** All ways in which a number of the range may be written. */
    String pattern(int decimals) {
        double unit = Math.pow(10, -decimals);
        long[] ends = {Math.round(low / unit), Math.round(high / unit)};
        return LongStream.rangeClosed(ends[0], ends[1])
                .mapToObj(n -> literal(written(ends[0] == ends[1] ? low : n * unit, decimals)))
                .distinct()
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    private static String written(double value, int decimals) {
        String text = String.format(Locale.ROOT, (decimals == 0 ? "%,." : "%.") + decimals + "f", value);
        return text.matches("-0[.0]*") ? text.replace("-", "") : text.replace('-', '−');
    }
}
