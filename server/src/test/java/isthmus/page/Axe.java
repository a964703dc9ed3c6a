package isthmus.page;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What axe-core finds in a page that keeps somebody from using it. */
final class Axe {
    private static final String RUN = """
            async ([part, rules]) => {
              const only = rules.length > 0 ? { runOnly: rules } : {};
              const { violations } = await axe.run(part ?? document, { resultTypes: ["violations"], ...only });
              return violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id} (${rule.impact}) at ${node.target}: ${node.failureSummary}`));
            }
            """;

    private Axe() {}

    /** A line for each place that breaks a rule, of the standards or of good practice. */
    static List<String> violations(Page page) throws IOException {
        return violations(page, null);
    }

    /** Those in the one part of a page that a selector gives. */
    static List<String> violations(Page page, String part) throws IOException {
        return violations(page, part, List.of());
    }

    /** Those of contrast alone, the one thing that a theme changes. */
    static List<String> contrasts(Page page, String part) throws IOException {
        return violations(page, part, List.of("color-contrast"));
    }

    private static List<String> violations(Page page, String part, List<String> rules) throws IOException {
        if (!(Boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(script()); // not as a script of the page, which its policy would forbid
        }
        return ((List<?>) page.evaluate(RUN, Arrays.asList(part, rules)))
                .stream().map(String::valueOf).toList();
    }

    private static String script() throws IOException {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
