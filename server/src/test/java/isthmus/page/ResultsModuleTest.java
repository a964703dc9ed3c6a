package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is marked and said of compared models, and of the figures of a paper. */
@Beside
class ResultsModuleTest {
    private static final String MODELS = """
            const setting = { data: "mnist", part: "test", images: 500, seed: 1 };
            const figures = [
              { name: "bound", title: "bound", kind: "likelihood", decimals: 1, better: "more" },
              { name: "rate", title: "rate", kind: "likelihood", decimals: 1 },
              { name: "holes", title: "in holes", kind: "draws", decimals: 1, better: "less" },
            ];
            const model = (id, likelihood, bound, holes, error = 1) => ({
              id, setting, likelihood, dim: 2, posterior: "diagonal", prior: "standard", estimators: {}, lacking: {},
              figures: { ...(bound !== null && { bound: { value: bound, error }, rate: { value: 5, error: 0 } }), holes: { value: holes } },
            });
            """;

    private static final String ROWS = """
            const row = (figure, method, samples, seed, split, value, error) =>
              ({ figure, data: "mnist", method, latent: 3, images: 1000, seed, samples, split, value, error });
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void densitiesHaveATableOfTheirOwnAndWhatIsWithinTheErrorsIsNotMarked() {
        Object found = pages.module("/src/comparison.js").call("(m) => {" + MODELS + """
                const models = [
                  model("near", "bernoulli", -103, 3), model("far", "bernoulli", -120, 3), model("first", "bernoulli", -100, 3),
                  model("dense", "gaussian", 500, 3), model("denser", "gaussian", 502.9, 3), model("densest", "gaussian", 510, 3),
                  model("none", "none", null, 1),
                ];
                const [{ tables, without }] = m.tablesOf({ figures, models });
                const marked = tables.map(({ rows }) => rows.flatMap(({ model, cells }) => cells.flatMap((c, i) => (c.best ? model.id + i : []))));
                return JSON.stringify([tables.map(({ title, rows }) => [title, ...rows.map(({ model }) => model.id)]), marked, without]);
                }""");
        assertEquals(
                // Three apart with errors of 1 and 1 is more than 2√2; without errors nothing is marked.
                "[[[\"Nats an image, Bernoulli p(x|z)\",\"first\",\"near\",\"far\"],"
                        + "[\"Nats an image, Gaussian p(x|z)\",\"densest\",\"denser\",\"dense\"],"
                        + "[\"Draws of the prior\",\"near\",\"far\",\"first\",\"dense\",\"denser\",\"densest\",\"none\"]],"
                        + "[[\"first0\"],[\"densest0\"],[]],[\"none\"]]",
                found);
        assertEquals(List.of(), pages.module("/src/comparison.js").call("(m) => {" + MODELS + """
                const models = [model("a", "bernoulli", -100, 3), model("b", "bernoulli", -102.8, 3)];
                return m.tablesOf({ figures, models }).flatMap(({ tables }) => tables).flatMap(({ rows }) =>
                  rows.flatMap(({ cells }) => cells.filter(({ best }) => best)));
                }"""));
        // How a column was made is said once, where all of it was made so.
        assertEquals(
                List.of("bound, rate: of 100 images."),
                pages.module("/src/comparison.js").call("(m) => {" + MODELS + """
                const made = { bound: "of 100 images", rate: "of 100 images" };
                const models = [model("a", "bernoulli", -100, 3), model("b", "bernoulli", -102, 3)].map((one) =>
                  ({ ...one, estimators: { ...made, holes: one.id } }));
                return m.tablesOf({ figures, models })[0].tables.flatMap(({ notes }) => notes);
                }"""));
    }

    @Test
    void theOrderHereStandsBesideThePublishedOneAfterAsManyImagesAsBothWentTo() {
        Object found = pages.module("/src/paper.js").call("(m) => {" + ROWS + """
                const rows = [
                  row("figure3", "aevb", 1000, 1, "test", -130, 1), row("figure3", "aevb", 3000, 1, "test", -120, 1),
                  row("figure3", "wake-sleep", 1000, 1, "test", -125, 1), row("figure3", "wake-sleep", 3000, 1, "test", -122, 1),
                  row("figure3", "mcem", 1000, 1, "test", -110, 2),
                ];
                return JSON.stringify(m.chartsOf("aevb", rows).map(({ title, orders }) => [title, ...orders.map(({ verdict, here }) => [verdict, here])]));
                }""");
        assertEquals(
                "[[\"log p(x), mnist, 3 dimensions, 1,000 training images\","
                        + "[\"not told apart\",\"test, after 3,000 images: AEVB above wake-sleep by 2.0 nats (± 1.4)\"],"
                        + "[\"not as published\",\"test, after 1,000 images: AEVB below MCEM by 20.0 nats (± 2.2)\"]]]",
                found);
    }

    @Test
    void unitsAreNoCurveAndStandBesideThePublishedOnes() {
        Object found = pages.module("/src/paper.js").call("(m) => {" + ROWS + """
                const rows = [
                  row("table1", "iwae-5", 1000, 1, "test", -123, 1), row("table1", "iwae-5", 1000, 1, "active-units", 50, null),
                  row("table1", "vae-5", 1000, 1, "test", -121, 1),
                ];
                const [{ curves, table, orders: [order] }] = m.chartsOf("iwae", rows);
                return JSON.stringify([curves.length, table, order.verdict]);
                }""");
        assertEquals(
                "[2,[{\"method\":\"vae-5\",\"score\":[-86.47,-121],\"units\":[20,null]},"
                        + "{\"method\":\"iwae-5\",\"score\":[-85.54,-123],\"units\":[22,50]}],\"not told apart\"]",
                found);
    }

    @Test
    void ofSeveralSeedsThereIsTheMeanWithItsStandardError() {
        Object found = pages.module("/src/paper.js").call("(m) => {" + ROWS + """
                const rows = [-100, -104, -108].map((value, i) => row("figure2", "aevb", 1000, i + 1, "train", value, null));
                const [{ curves: [{ points: [point] }] }] = m.chartsOf("aevb", rows);
                return JSON.stringify([point.value, point.seeds, Math.abs(point.error - 4 / Math.sqrt(3)) < 1e-12]);
                }""");
        assertEquals("[-104,3,true]", found);
    }

    @Test
    void whatNobodyHasTrainedIsSaid() {
        Object found = pages.module("/src/paper.js").call("(m) => {" + ROWS + """
                const rows = [row("figure3", "aevb", 1000, 1, "test", -100, 1), row("figure3", "mcem", 1000, 2, "test", -100, 1)];
                return JSON.stringify(m.lackingOf("aevb", rows).slice(2));
                }""");
        assertEquals(
                "[\"log p(x), mnist, 3 dimensions, 1,000 training images: wake-sleep.\","
                        + "\"log p(x), mnist, 3 dimensions, 50,000 training images: AEVB, wake-sleep, MCEM.\","
                        + "\"Trainings of more than 1,000 images evaluated, where the paper's are far longer.\","
                        + "\"More seeds than 1: a band needs 3.\"]",
                found);
    }
}
