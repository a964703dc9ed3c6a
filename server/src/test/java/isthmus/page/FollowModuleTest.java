package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which image is followed through a model, by which stages, and where the map looks. */
@Beside
class FollowModuleTest {
    @RegisterExtension
    final Pages pages = new Pages();

    private String words(String posterior, int dim) {
        return (String) pages.module("/src/follow.js")
                .call(
                        "(m, posterior, dim) => m.stagesOf({ posterior, latent: { dim } })"
                                + ".map(({ stage, text }) => `${stage}: ${text}`).join('\\n')",
                        posterior,
                        dim);
    }

    @Test
    void aModelIsToldByTheStagesThatItHas() {
        String two = words("diagonal", 2);
        assertEquals(6, two.lines().count());
        assertTrue(two.contains("hold 50% and 90% of it."), two);
        assertTrue(words("diagonal", 20).contains("50% and 90% of its projection onto the plane."));
        String plain = words("point", 2);
        assertEquals(
                List.of("image", "posterior", "decoding", "reconstruction"),
                plain.lines().map(line -> line.substring(0, line.indexOf(':'))).toList());
        assertTrue(plain.contains("plain autoencoder: it has no q(z|x)"), plain);
        assertFalse(plain.contains("N(0, 1)"), plain);
    }

    @Test
    void theImageIsThePinnedOneOrThatOfTheWiderEllipseOfTheTwoThatAreFarthestApart() {
        ScriptModule follow = pages.module("/src/follow.js");
        String ask = """
                (m, count, pin) => {
                  const list = (make) => Float32Array.from({ length: 60 }, (_, i) => make(i));
                  const points = { of: 60, count, label: new Uint8Array(60), x: list((i) => i), y: list(() => 0),
                    xx: list((i) => i), yy: list(() => 1), xy: list(() => 0) };
                  const plane = { origin: [0, 0], first: [1, 0], second: [0, 1] };
                  return m.spotToFollow({ cards: [], kept: { pin }, space: { plane }, points, rows: {} });
                }
                """;
        assertNull(follow.call(ask, 59, null), "while the atlas is coming");
        Map<?, ?> spot = (Map<?, ?>) follow.call(ask, 60, null);
        int row = ((Number) spot.get("row")).intValue();
        assertTrue(row > 50, "of the right end, where ellipses are wider: " + row);
        assertEquals(List.of(row, 0), spot.get("z"));
        assertEquals(7, ((Map<?, ?>) follow.call(ask, 60, Map.of("row", 7))).get("row"));
    }

    @Test
    void theEllipseStandsInTheMiddleOfWhatIsFree() {
        double[] seen = pages.module("/src/follow.js").numbers("""
                (m) => {
                  const plane = { origin: [0, 0], first: [1, 0], second: [0, 1], extent: [-4, -4, 4, 4] };
                  const row = { mu: [1, -2], logvar: [Math.log(0.04), Math.log(0.01)] };
                  const { x, y, span } = m.viewOf(plane, row, { width: 800, height: 600 }, 200);
                  const scale = 600 / span;
                  const reach = Math.sqrt(-2 * Math.log(0.1)) * 0.2 * scale; // of the outer ellipse, in pixels
                  return [400 + (1 - x) * scale, 300 - (-2 - y) * scale, 2 * reach];
                }
                """);
        assertArrayEquals(new double[] {400, 200, 0.45 * 400}, seen, 1e-3);
    }
}
