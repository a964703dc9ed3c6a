package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import isthmus.Beside;
import isthmus.atlas.Atlas;
import isthmus.page.MapPage.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a box or a loop on the map takes. */
@Beside
class SelectionTest {
    @RegisterExtension
    final Pages pages = new Pages();

    /** Rows whose means lie in a polygon: those from which a ray crosses its sides an odd number of times. */
    private static List<Integer> inside(Atlas atlas, double[][] corners) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < atlas.count(); row++) {
            double x = atlas.mu()[2 * row];
            double y = atlas.mu()[2 * row + 1];
            boolean odd = false;
            for (int i = 0, j = corners.length - 1; i < corners.length; j = i++) {
                double[] a = corners[i];
                double[] b = corners[j];
                if (a[1] > y != b[1] > y && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) {
                    odd = !odd;
                }
            }
            if (odd) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Draws over the map with the button held, through places of the plane; says at which places the pointer was. */
    private static double[][] draw(MapPage map, double[][] places) {
        double[][] met = new double[places.length][];
        for (int i = 0; i < places.length; i++) {
            met[i] = map.point(places[i][0], places[i][1]);
            if (i == 0) {
                map.page().mouse().down();
            }
        }
        map.page().mouse().up();
        return met;
    }

    @Test
    void aBoxTakesExactlyTheSamplesInItAndTheirTableHoldsEveryNumber() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Atlas atlas = digits.atlas();
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.button("Box selection (B)").click();
        double[][] ends = draw(map, new double[][] {{-0.4, 0.3}, {0.1, -0.2}, {0.5, -0.5}});
        double[] from = ends[0];
        double[] to = ends[2];
        List<Integer> rows =
                inside(atlas, new double[][] {{from[0], from[1]}, {to[0], from[1]}, {to[0], to[1]}, {from[0], to[1]}});
        assertTrue(rows.size() > 100, rows.size() + " samples in the box");
        assertThat(map.find("#images .images-selection h2")).hasText("%,d selected".formatted(rows.size()));
        assertCounts(map, atlas, rows);

        // The first of them are shown as pictures, and one is pinned by its picture.
        assertThat(map.find("#images .images-montage button")).hasCount(Math.min(60, rows.size()));
        assertThat(map.find("#images .images-montage button").first()).isEnabled();
        Paper.assertShows(
                new ShippedImages("digits").grey(rows.get(0)),
                CanvasPixels.of(map.find("#images .images-montage canvas").first()));
        map.button("Reconstructions").click();
        Paper.assertShows(
                digits.decode(digits.mu(rows.get(0))),
                CanvasPixels.of(map.find("#images .images-montage canvas").first()));

        Download table = map.page().waitForDownload(() -> map.button("CSV").click());
        assertEquals("digits-selection-%d.csv".formatted(rows.size()), table.suggestedFilename());
        List<String> lines = Files.readAllLines(table.path());
        assertEquals("row,index,class,kl,reconstruction,elbo,x,y,mu_1,mu_2,sigma_1,sigma_2", lines.get(0));
        assertEquals(rows.size(), lines.size() - 1);
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.get(i);
            String[] cells = lines.get(i + 1).split(",");
            assertEquals(row, Integer.parseInt(cells[0]));
            assertEquals(atlas.index()[row], Integer.parseInt(cells[1]));
            assertEquals(atlas.label()[row], Integer.parseInt(cells[2]));
            float[] mu = digits.mu(row);
            float[] wanted = {
                atlas.kl()[row],
                atlas.reconstruction()[row],
                (float) ((double) atlas.reconstruction()[row] - atlas.kl()[row]),
                mu[0],
                mu[1],
                mu[0],
                mu[1]
            };
            for (int c = 0; c < wanted.length; c++) {
                assertEquals(wanted[c], Float.parseFloat(cells[3 + c]), "row %d, cell %d".formatted(row, 3 + c));
            }
            for (int d = 0; d < 2; d++) {
                double sigma = Math.exp(digits.logvar(row)[d] / 2);
                assertEquals(sigma, Double.parseDouble(cells[10 + d]), 1e-7 + 1e-6 * sigma);
            }
        }
        TakenFile picture = TakenFile.by(map, () -> map.button("PNG").click());
        int most = Math.min(2048, rows.size());
        assertEquals("digits-selection-%d.png".formatted(most), picture.name());
        assertEquals(
                "montage of %d selected images, as reconstructions".formatted(most),
                picture.recipe().get("what").asText());
        map.button("Clear selection").click();
        assertThat(map.find("#images .images-selection")).isHidden();
    }

    @Test
    void aLoopTakesWhatIsInItOfTheClassesThatAreNotDimmedAndShiftAddsToIt() {
        Atlas atlas = new BundledModel(pages.address(), "digits").atlas();
        MapPage map = MapPage.open(pages, Link.to("digits").with("dimmed", "1").with("layers", "points"));
        map.page().keyboard().press("l");
        double[][] star = new double[10][];
        for (int i = 0; i < 10; i++) {
            double reach = i % 2 == 0 ? 1.3 : 0.5;
            star[i] = new double[] {0.3 + reach * Math.sin(i * Math.PI / 5), -0.2 + reach * Math.cos(i * Math.PI / 5)};
        }
        List<Integer> rows = new ArrayList<>(inside(atlas, draw(map, star)));
        rows.removeIf(row -> atlas.label()[row] == 1);
        assertThat(map.find("#images .images-selection h2")).hasText("%,d selected".formatted(rows.size()));
        assertCounts(map, atlas, rows);

        map.page().keyboard().down("Shift");
        double[][] more = {{-1.5, 0.6}, {-0.6, 0.5}, {-0.9, -0.4}};
        List<Integer> added = inside(atlas, draw(map, more));
        map.page().keyboard().up("Shift");
        added.stream()
                .filter(row -> atlas.label()[row] != 1 && !rows.contains(row))
                .forEach(rows::add);
        assertThat(map.find("#images .images-selection h2")).hasText("%,d selected".formatted(rows.size()));
        assertCounts(map, atlas, rows);

        // Those that are not selected are faint.
        Seen seen = map.seen();
        map.ready();
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.points"));
        double taken = rows.stream()
                .mapToInt(row -> opacity(canvas, seen, atlas, row))
                .average()
                .orElse(0);
        int[] others = IntStream.range(0, atlas.count())
                .filter(row -> !rows.contains(row))
                .filter(row -> opacity(canvas, seen, atlas, row) >= 0)
                .map(row -> opacity(canvas, seen, atlas, row))
                .toArray();
        assertTrue(taken > 2 * Arrays.stream(others).average().orElse(255), "selected " + taken);
        map.find("#map .surface").press("Escape");
        assertThat(map.find("#images .images-selection")).isHidden();
    }

    /** How opaque the points are at a row's place; −1 where it is not seen. */
    private static int opacity(CanvasPixels canvas, Seen seen, Atlas atlas, int row) {
        int x = (int) seen.across(atlas.mu()[2 * row]);
        int y = (int) seen.down(atlas.mu()[2 * row + 1]);
        boolean here = x >= 0 && y >= 0 && x < canvas.width() && y < canvas.height();
        return here ? canvas.at(x, y, 3) : -1;
    }

    private static void assertCounts(MapPage map, Atlas atlas, List<Integer> rows) {
        List<String> lines = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            int of = label;
            long count = rows.stream().filter(row -> atlas.label()[row] == of).count();
            if (count > 0) {
                lines.add("%d%,d".formatted(label, count));
            }
        }
        assertThat(map.find("#images .images-bars li")).hasText(lines.toArray(String[]::new));
    }
}
