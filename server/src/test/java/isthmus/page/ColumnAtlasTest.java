package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.Limits;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnImages;
import isthmus.columns.GeneratedAtlas;
import isthmus.data.ImageSource;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A model with an atlas of columns on the map, beside a look at each of its rows. */
@Beside
class ColumnAtlasTest {
    private static final int COUNT = 6000;
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final int KL = 100; // values of the column, from 0 on
    private static final int BARS = 64;

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    private Path models;

    private static final Fitting AS_IT_IS =
            new Fitting(Fitting.Framing.CROP, Fitting.Centre.NONE, Fitting.Background.BORDER, Fitting.Invert.NO);
    private static final int NAMED = 4320; // a row that has a picture, as the nearest one to it has

    private ColumnAtlas atlas;

    private static byte[] picture(int row) {
        byte[] values = new byte[SmallFolder.SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) ((7 * i + row) % 251);
        }
        return values;
    }

    private void write() throws IOException {
        SmallFolder.model(models, "small");
        Path model = models.resolve("small");
        String encoder = Sha256.of(model.resolve(ModelCard.ENCODER));
        Path place = model.resolve(ColumnAtlas.FOLDER);
        GeneratedAtlas.write(place, GeneratedAtlas.numbered(KL), LABELS, COUNT, encoder);
        Path pictures = Files.createDirectories(models.resolve("../pictures"));
        ColumnImages.write(
                place,
                2,
                encoder,
                ImageSource.folder(
                        pictures.toString(), new FitTarget(SmallFolder.SHAPE, true, DataFit.UNKNOWN, AS_IT_IS)));
        atlas = ColumnAtlas.open(place, 2, encoder);
        for (ColumnAtlas.Neighbour near : atlas.nearest(atlas.code(NAMED), 2)) {
            byte[] values = picture((int) near.row());
            Files.write(pictures.resolve("image-" + near.row()), Png.of(new Pixels(SmallFolder.SHAPE, values), 1));
        }
    }

    private double x(int row) {
        return atlas.mu().floatAt(2L * row);
    }

    private double y(int row) {
        return atlas.mu().floatAt(2L * row + 1);
    }

    private float kl(int row) {
        return atlas.column("kl").floatAt(row);
    }

    private static int[] rows(IntPredicate which) {
        return IntStream.range(0, COUNT).filter(which).toArray();
    }

    private int ofClass(int[] rows, String label) {
        return (int) IntStream.of(rows)
                .filter(row -> atlas.labelsOf(row).get(0).equals(label))
                .count();
    }

    private void assertBars(MapPage map, int[] rows) {
        assertThat(map.find("#images .images-taken .images-bars li"))
                .hasText(LABELS.stream()
                        .map(label -> "%s%,d".formatted(label, ofClass(rows, label)))
                        .toArray(String[]::new));
    }

    @Test
    void rowsAreCountedFilteredSelectedPointedAtAndFoundWithoutBeingFetched() throws IOException {
        write();
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage prepared = pages.prepare(MapPage.SCREEN);
        List<String> sent = new ArrayList<>();
        prepared.page()
                .onWebSocket(socket -> socket.onFrameSent(frame -> {
                    if (frame.text() != null) {
                        sent.add(frame.text());
                    }
                }));
        MapPage map = MapPage.open(prepared, site.at("/?model=small&view=0,0,5"));
        int[] all = rows(row -> true);
        for (String label : LABELS) {
            assertThat(map.find("#map .classes li").nth(LABELS.indexOf(label)))
                    .hasText("Class %s, %,d images".formatted(label, ofClass(all, label)));
        }
        assertTrue(sent.stream().anyMatch(text -> text.contains("\"op\":\"cells\"")));
        assertFalse(sent.stream().anyMatch(text -> text.contains("\"op\":\"atlas\"")), "rows of the small one");

        // A box, and its counts.
        map.page().keyboard().press("b");
        double[] from = map.point(-1, 0.75);
        map.page().mouse().down();
        double[] to = map.point(0.5, -0.5);
        map.page().mouse().up();
        IntPredicate inside = row -> x(row) > from[0] && x(row) < to[0] && y(row) < from[1] && y(row) > to[1];
        int[] boxed = rows(inside);
        Locator heading = map.find("#images .images-taken h2");
        assertThat(heading).hasText("%,d selected".formatted(boxed.length));
        assertBars(map, boxed);
        assertThat(map.find("#images .images-taken .images-montage button"))
                .not()
                .hasCount(0);
        assertThat(map.find("#images .images-taken")).containsText("Means are of 256 rows drawn evenly");

        // With Shift another box is added: what lies in one of both is counted once.
        map.page().keyboard().down("Shift");
        double[] start = map.point(0.25, 0.25);
        map.page().mouse().down();
        double[] end = map.point(1.25, -1);
        map.page().mouse().up();
        map.page().keyboard().up("Shift");
        IntPredicate added = row -> x(row) > start[0] && x(row) < end[0] && y(row) < start[1] && y(row) > end[1];
        IntPredicate either = inside.or(added);
        int[] boxes = rows(either);
        assertThat(heading).hasText("%,d selected".formatted(boxes.length));
        assertBars(map, boxes);

        // A range of one column by the keyboard: tiles, counts and the box are of those rows alone.
        map.button("Filter and search").click();
        Locator slider = map.page().getByLabel("From, KL");
        for (int i = 0; i < 16; i++) {
            slider.press("ArrowRight");
        }
        float least = (float) (16 * (KL - 1) / (double) BARS);
        IntPredicate passes = row -> kl(row) >= least;
        assertThat(map.find("[data-experiment=filter] [role=status]").first())
                .hasText("%,d of %,d rows shown.".formatted(rows(passes).length, COUNT));
        int[] both = rows(either.and(passes));
        assertThat(heading).hasText("%,d selected".formatted(both.length));
        assertBars(map, both);
        map.link("experiments", "filter:from0=24\\.75,to0=99");
        map.button("Show all").click();
        assertThat(heading).hasText("%,d selected".formatted(boxes.length));

        // From close by each point is told by its row, and pinned.
        map.page().keyboard().press("v");
        int alone = IntStream.of(rows(row -> Math.hypot(x(row), y(row)) < 1.5))
                .boxed()
                .max((a, b) -> Double.compare(nearest(a), nearest(b)))
                .orElseThrow();
        map.ready();
        double[] place = map.point(x(alone), y(alone));
        assertEquals(x(alone), place[0], 0.01);
        Locator told = map.find("#here .here-row");
        String words = "Row %,d · image-%d · class %s · kl %d"
                .formatted(alone, alone, atlas.labelsOf(alone).get(0), (int) kl(alone));
        assertThat(told).containsText(words);
        map.page().mouse().down();
        map.page().mouse().up();
        map.page().mouse().move(5, 5);
        assertThat(told).containsText(words);

        // A name, and the way to its row.
        map.page().getByLabel("Search names").fill("AGE-432");
        assertThat(map.find(".filter-found li")).hasCount(11); // 432, and 4320 to 4329
        map.find(".filter-found button").nth(1).click();
        assertThat(told).containsText("Row 4,320 · image-4320");
        assertShowsItsPicture(map);
        assertEquals(List.of(), Axe.violations(map.page()));

        // A link has the row and both boxes.
        map.link("pin", ".*:all4320");
        map.link("lasso", "[^,]+,[^,]+");
        map.page().reload();
        map.ready();
        assertThat(heading).hasText("%,d selected".formatted(boxes.length));
        assertThat(told).containsText("Row 4,320 · image-4320");
        assertShowsItsPicture(map);

        // A lasso of ever so many moves is in the link too.
        map.page().keyboard().press("l");
        map.point(1, 0);
        map.page().mouse().down();
        for (int i = 1; i < 250; i++) {
            map.page().mouse().move(600 + 200 * Math.cos(i / 40.0), 400 + 200 * Math.sin(i / 40.0));
        }
        map.page().mouse().up();
        map.link("lasso", "[\\w-]{1300,2000}");
    }

    private static void assertShowsItsPicture(MapPage map) {
        assertThat(map.find("#here .here-original")).hasText("Its image, as it was encoded.");
        byte[] values = picture(NAMED);
        Paper.assertShows(
                IntStream.range(0, values.length).map(i -> values[i] & 0xFF).toArray(),
                CanvasPixels.of(map.find("#here .here-original canvas")));
        assertThat(map.find("#here")).containsText("originals and reconstructions, distance");
    }

    private double nearest(int row) {
        return IntStream.range(0, COUNT)
                .filter(other -> other != row)
                .mapToDouble(other -> Math.hypot(x(row) - x(other), y(row) - y(other)))
                .min()
                .orElseThrow();
    }
}
