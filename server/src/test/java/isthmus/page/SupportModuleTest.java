package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of how well data support a code, by the card. */
@Beside
class SupportModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    private ScriptModule support;

    @BeforeEach
    void open() {
        support = pages.module("/src/support.js");
    }

    /** A card whose four areas are these: of all codes, midpoints, the prior and the box. */
    private static Map<String, Object> card(double... areas) {
        Map<String, Object> extra = new TreeMap<>(Map.of("support-well", 10, "support-edge", 20));
        List<String> names = List.of("support-auc", "support-auc-midpoints", "support-auc-prior", "support-auc-box");
        for (int i = 0; i < areas.length; i++) {
            extra.put(names.get(i), areas[i]);
        }
        return Map.of("atlas", Map.of("count", 5), "figures", Map.of("extra", extra));
    }

    @Test
    void wordsAreSaidOnlyWhereEachAreaIsFourFifthsOrMore() {
        String words = "(m, card) => [3, 10, 10.1, 20, 20.1].map((d) => m.supportAmong(d, m.levelsOf(card)))";
        assertEquals(
                List.of("well", "well", "edge", "edge", "outside"), support.call(words, card(0.8, 0.9, 0.85, 0.8)));
        List<Object> none = Arrays.asList(null, null, null, null, null);
        for (int i = 0; i < 4; i++) {
            double[] areas = {0.9, 0.9, 0.9, 0.9};
            areas[i] = 0.79;
            assertEquals(none, support.call(words, card(areas)));
        }
        assertEquals(none, support.call(words, card(0.9, 0.9, 0.9))); // one was not measured
        assertEquals(none, support.call(words, Map.of("atlas", Map.of("count", 5))));
        assertEquals(
                none,
                support.call(words, Map.of("figures", card(0.9, 0.9, 0.9, 0.9).get("figures"))));
        assertEquals(true, support.call("(m) => m.supportAmong(NaN, { well: 1, edge: 2, told: true }) === null"));
    }

    @Test
    void betweenTheCodesOfAGridSupportIsLinearAndBeyondThemThatOfItsEdge() {
        // 10 x + y in the middles of 3 × 2 cells over [0, 3] × [0, 2]
        String grid = "{ area: [0, 0, 3, 2], columns: 3, rows: 2, values: [5.5, 15.5, 25.5, 6.5, 16.5, 26.5] }";
        String places = "[[0.5, 0.5], [1.2, 0.8], [2.5, 1.5], [1.5, 1.1], [-9, 0.5], [9, 9]]";
        assertArrayEquals(
                new double[] {5.5, 12.8, 26.5, 16.1, 5.5, 26.5},
                support.numbers("(m) => " + places + ".map((place) => m.supportAt(" + grid + ", place))"),
                1e-9);
    }

    @Test
    void marksAndImagesOnTheMapGoByTheSameLevels() {
        String levels = "{ well: 10, edge: 20, told: false }";
        double[] lengths =
                support.numbers("(m) => [1e9, 20, 15, 10, 0, -1e9].map((d) => m.supportLength(d, " + levels + "))");
        for (int i = 0; i < lengths.length; i++) {
            assertTrue(lengths[i] > 0 && lengths[i] <= 1, "never nothing, never more than all");
            assertTrue(i == 0 || lengths[i] >= lengths[i - 1], "more support is never shorter");
        }
        assertEquals(lengths[3] / 2, lengths[1], 1e-9); // the edge's end is half as long as where well supported begins
        assertArrayEquals(
                new double[] {1, 1, 0.5, 0, 0},
                support.numbers("(m) => [0, 20, 25, 30, 1e9].map((d) => m.supportOpacity(d, " + levels + "))"),
                1e-9);
    }

    @Test
    void theRuleHasTheWords() {
        assertEquals(
                List.of(true, true, true),
                support.call(
                        "(m) => Object.entries({ well: 'well supported', edge: 'at the edge', outside: 'outside' }).map("
                                + "([s, words]) => m.SUPPORT_NAMES[s].startsWith(words) && m.SUPPORT_RULE.includes(words))"));
    }
}
