package isthmus.page;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core finds in a page that keeps somebody from using it. */
final class Axe {
    private static final String RUN = """
            async (part) => {
              const { violations } = await axe.run(part ?? document, { resultTypes: ["violations"] });
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
        if (!(Boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(script()); // not as a script of the page, which its policy would forbid
        }
        return ((List<?>) page.evaluate(RUN, part))
                .stream().map(String::valueOf).toList();
    }

    private static String script() throws IOException {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
