package isthmus.page;

import com.microsoft.playwright.Page;
import java.util.List;

/** An ES module of the page in a real browser, its exports called from Java. */
final class ScriptModule {
    private static final String CALL = "async ([path, given]) => (%s)(await import(path), ...given)";

    private final Page page;
    private final String path;

    ScriptModule(Page page, String path) {
        this.page = page;
        this.path = path;
    }

    /**
     * What a function gives, as Playwright brings it over: Integer where a number is one and Double otherwise, String,
     * Boolean, List, Map, and null for undefined. It cannot bring over typed arrays; {@link #numbers} can.
     *
     * @param function its text; it takes the module and what is given: {@code (m, a, b) => m.add(a, b)}
     * @param given Integer, Double, String, Boolean, null, and List, Object[] and Map of these
     */
    Object call(String function, Object... given) {
        return page.evaluate(CALL.formatted(function), List.of(path, given));
    }

    /** The same where a function gives a list or a typed array of numbers. */
    double[] numbers(String function, Object... given) {
        List<?> numbers = (List<?>) call("async (...all) => Array.from(await (%s)(...all))".formatted(function), given);
        return numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    }

    /** The same where a function gives a number. */
    double number(String function, Object... given) {
        return ((Number) call(function, given)).doubleValue();
    }
}
