package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.Atlases;
import isthmus.data.DataSet;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.SupportLevels;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether the measure of support is measured as it should be. */
class SupportEstimateTest {
    private static final int ROWS = 400;

    @Test
    void theAreaIsTheShareOfPairsInWhichTheBadOneMeasuresMore() {
        double[] good = {3, 1, 2, 5};
        double[] bad = {2, 4, 9};
        // Against 3, 1, 2, 5: 2 wins one and ties one, 4 wins three, 9 wins four.
        RocArea area = RocArea.of(good, bad);
        assertEquals((1.5 + 3 + 4) / 12, area.area(), 1e-12);
        assertEquals(4, area.good());
        assertEquals(3, area.bad());
        // Hanley and McNeil's table: 0.8 from 50 of each has a standard error of 0.0445.
        double[] low = new double[50];
        double[] high = new double[50];
        for (int i = 0; i < 50; i++) {
            low[i] = i;
            high[i] = i < 40 ? 100 : -1;
        }
        assertEquals(0.8, RocArea.of(low, high).area(), 1e-12);
        assertEquals(0.0445, RocArea.of(low, high).error(), 5e-4);
        assertTrue(Double.isNaN(RocArea.of(low, new double[0]).area()));
    }

    /** Codes on a circle decode to images on one, and whatever lies elsewhere to others, in which the third value is more. */
    private static final class Circle implements Model {
        private static final int DIM = 2;

        @Override
        public ModelCard card() {
            ModelCard card = Cards.card("circle", new Shape(1, 1, 3), DIM);
            var files = new TreeMap<>(card.files());
            files.put(ModelCard.ATLAS, "0".repeat(64));
            return card.withAtlas(new ModelCard.Atlas("circle", "test", ROWS), List.of(), files);
        }

        @Override
        public float[] decode(float[] codes, int count) {
            float[] images = new float[3 * count];
            for (int i = 0; i < count; i++) {
                double x = codes[2 * i];
                double y = codes[2 * i + 1];
                images[3 * i] = (float) Math.max(0, Math.min(1, 0.5 + x / 4));
                images[3 * i + 1] = (float) Math.max(0, Math.min(1, 0.5 + y / 4));
                images[3 * i + 2] = (float) Math.min(1, Math.abs(Math.hypot(x, y) - 1));
            }
            return images;
        }

        @Override
        public void close() {}
    }

    @Test
    void codesThatLieWhereTheDataDoAreToldFromOthersByWhatTheyDecodeTo() {
        float[] mu = new float[2 * ROWS];
        for (int i = 0; i < ROWS; i++) {
            mu[2 * i] = (float) Math.cos(i);
            mu[2 * i + 1] = (float) Math.sin(i);
        }
        float[] logvar = new float[2 * ROWS];
        Arrays.fill(logvar, -30);
        Atlas atlas = Atlases.of(2, mu, logvar);
        Circle model = new Circle();
        byte[] pixels = new byte[3 * ROWS];
        Pixels.toBytes(model.decode(mu, ROWS), 0, pixels.length, pixels, 0);
        DataSet train = new DataSet(
                "circle",
                new Shape(1, 1, 3),
                pixels,
                null,
                List.of(),
                null,
                IntStream.range(0, ROWS).toArray(),
                List.of());
        SupportEstimate found = SupportEstimate.of(model, atlas, train, 100, 1, done -> {});
        assertEquals(200, found.all().good() + found.all().bad());
        assertEquals(100, found.prior().good() + found.prior().bad());
        assertTrue(found.midpoints().bad() >= 40, found.toString());
        for (RocArea area : List.of(found.all(), found.midpoints(), found.prior(), found.box())) {
            assertTrue(area.area() > 0.98, found.toString());
        }
        // A twentieth of the circle's 400 is around each of its codes, less than 0.05 away; the rest is mostly far from
        // it.
        assertTrue(found.levels().well() < 20 && found.levels().edge() < 60, found.toString());
        assertEquals(found, SupportEstimate.of(model, atlas, train, 100, 1, done -> {}));
    }

    @Test
    void figuresAreKeptOnlyWhereEachAreaIsKnown() {
        RocArea known = new RocArea(0.9, 0.01, 50, 40);
        RocArea unknown = new RocArea(Double.NaN, Double.NaN, 50, 0);
        SupportLevels levels = new SupportLevels(10, 20);
        var figures = new SupportEstimate(400, known, known, known, known, levels).figures();
        assertEquals(7, figures.size());
        assertEquals(10, figures.get("support-well"));
        assertEquals(0.9, figures.get("support-auc-box"));
        assertTrue(new SupportEstimate(400, known, known, unknown, known, levels)
                .figures()
                .isEmpty());
        assertTrue(new SupportEstimate(400, known, known, known, known, null)
                .figures()
                .isEmpty());
        assertThrows(Failure.class, () -> new SupportLevels(20, 10));
    }
}
