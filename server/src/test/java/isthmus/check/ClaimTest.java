package isthmus.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.check.Finding.Outcome;
import isthmus.data.DataFolders;
import isthmus.evaluate.LinearGaussian;
import isthmus.evaluate.RocArea;
import isthmus.evaluate.SupportEstimate;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.Through;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.Sha256;
import isthmus.model.SupportLevels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claims that need no data, of an imported model and of ones that break what a model promises. */
class ClaimTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int DIM = 3;
    private static final double SIGMA = 0.3;

    @TempDir
    Path temporary;

    private Path folder;
    private LinearGaussian exact;

    @BeforeEach
    void write() throws IOException {
        SimpleMatrix w = new SimpleMatrix(SHAPE.size(), DIM);
        Noise noise = new Noise(8, 0);
        for (int i = 0; i < w.getNumElements(); i++) {
            w.set(i, 0.1 * noise.normal());
        }
        SimpleMatrix b = new SimpleMatrix(SHAPE.size(), 1).plus(0.5);
        exact = new LinearGaussian(SHAPE, w, b, SIGMA, 0.1, 1.5);
        write(PosteriorFamily.DIAGONAL);
    }

    private void write(PosteriorFamily posterior) throws IOException {
        folder = Files.createDirectories(temporary.resolve("linear"));
        exact.networks().writeEncoder(folder.resolve(ModelCard.ENCODER));
        exact.networks().writeDecoder(folder.resolve(ModelCard.DECODER));
        Cards.write(folder, Cards.card("linear", SHAPE, DIM, posterior, Cards.gaussian(SIGMA), Output.MEAN));
    }

    private Finding check(Claim claim, Model model) throws IOException {
        CheckOptions options = CheckOptions.all(new DataFolders(null, null, temporary.resolve("none")), 8, 1);
        try (Subject subject = new Subject(ModelFolder.read(folder), ignored -> model, options)) {
            return claim.check(subject);
        }
    }

    private void assertOutcome(Outcome outcome, Claim claim, Model model, String part) throws IOException {
        Finding found = check(claim, model);
        assertEquals(outcome, found.outcome(), found.details());
        assertTrue(found.details().contains(part), found.details());
    }

    @Test
    void anImportedModelIsCheckedOnImagesThatItDraws() throws IOException {
        Model model = new Through(exact);
        String drawn = "2 images drawn from the model, for the card names no data";
        assertOutcome(Outcome.HOLDS, Claim.FILES, model, "2 of 2");
        assertOutcome(Outcome.HOLDS, Claim.DECODES, model, "values in [0,1]");
        assertOutcome(Outcome.HOLDS, Claim.ERROR_BARS, model, drawn);
        assertOutcome(Outcome.HOLDS, Claim.EVIDENCE, model, drawn + ", 2 of them trusted and 2 held against annealed");
        for (Claim claim : new Claim[] {Claim.FIGURES, Claim.ATLAS_ROWS, Claim.COVERAGE, Claim.SUPPORT}) {
            assertOutcome(Outcome.NOT_CHECKED, claim, model, "the card has no ");
        }
    }

    @Test
    void whatAPointPosteriorLacksIsNotChecked() throws IOException {
        write(PosteriorFamily.POINT);
        assertOutcome(Outcome.NOT_CHECKED, Claim.ERROR_BARS, new Through(exact), "a point posterior");
        assertOutcome(Outcome.NOT_CHECKED, Claim.EVIDENCE, new Through(exact), "a point posterior");
    }

    @Test
    void decodesThatDependOnTheirBatchFail() throws IOException {
        Model model = new Through(exact) {
            @Override
            public float[] decode(float[] codes, int count) {
                float[] mean = super.decode(codes, count);
                mean[0] += count > 1 ? 0.001f : 0;
                return mean;
            }
        };
        assertOutcome(Outcome.FAILS, Claim.DECODES, model, "alone to the same within 0.001");
    }

    @Test
    void decodesThatAreNoGreyLevelsFail() throws IOException {
        Model model = new Through(exact) {
            @Override
            public float[] decode(float[] codes, int count) {
                float[] mean = super.decode(codes, count);
                mean[0] = Float.NaN;
                return mean;
            }
        };
        assertOutcome(Outcome.FAILS, Claim.DECODES, model, "outside of [0,1]");
    }

    /** @param levels by which the last draw is off at each pixel */
    private void writeHistory(int levels, int epoch) throws IOException {
        float[] codes = {0.5f, -1, 0.3f};
        float[] means = exact.decode(codes, 1);
        byte[] first = new byte[SHAPE.size()];
        byte[] last = new byte[SHAPE.size()];
        for (int i = 0; i < last.length; i++) {
            first[i] = (byte) 128;
            last[i] = (byte) (Math.round(255 * means[i]) + levels);
        }
        float[] none = new float[DIM];
        List<Snapshot> snapshots =
                List.of(new Snapshot(0, none, null, null, first), new Snapshot(30, none, null, null, last));
        Path file = folder.resolve(ModelCard.HISTORY);
        HistoryFile.write(file, new History(DIM, SHAPE, new int[1], new byte[1], codes, snapshots), true);
        Path card = folder.resolve(ModelFolder.CARD);
        ObjectNode json = (ObjectNode) new JsonMapper().readTree(card.toFile());
        json.withObject("files").put(ModelCard.HISTORY, Sha256.of(file));
        json.withObject("provenance").put("data", "none").put("epochs", 3).put("epoch", epoch);
        Files.writeString(card, json.toString());
    }

    @Test
    void aHistoryThatEndsWithOtherNetworksFails() throws IOException {
        Model model = new Through(exact);
        assertOutcome(Outcome.NOT_CHECKED, Claim.HISTORY, model, "no history");
        writeHistory(0, 3);
        assertOutcome(Outcome.HOLDS, Claim.HISTORY, model, "1 draws after step 30 are within 0.00 grey levels");
        writeHistory(1, 3);
        assertOutcome(Outcome.FAILS, Claim.HISTORY, model, "within 1.00 grey levels");
        writeHistory(1, 2);
        assertOutcome(Outcome.HOLDS, Claim.HISTORY, model, "of epoch 2 of 3");
        writeHistory(60, 2);
        assertOutcome(Outcome.FAILS, Claim.HISTORY, model, "within 60.00 grey levels");
    }

    @Test
    void boundsThatMoveByMoreThanTheirErrorsFail() throws IOException {
        Model model = new Through(exact) {
            private int calls;

            @Override
            public float[] logLikelihood(float[] codes, int count, Observation seen) {
                float[] nats = super.logLikelihood(codes, count, seen);
                calls++;
                for (int i = 0; i < count; i++) {
                    nats[i] += 0.01f * calls;
                }
                return nats;
            }
        };
        assertOutcome(Outcome.FAILS, Claim.ERROR_BARS, model, " bounds by 400 draws lie ");
    }

    @Test
    void areasOfSupportThatDoNotComeAgainFail() {
        RocArea area = new RocArea(0.9, 0.02, 100, 100);
        SupportEstimate again = new SupportEstimate(200, area, area, area, area, new SupportLevels(10, 20));
        Map<String, Double> said = new TreeMap<>(again.figures());
        assertEquals(Outcome.HOLDS, SupportFigures.compared(said, again).outcome());
        said.replace("support-auc-box", 0.82);
        assertEquals(Outcome.HOLDS, SupportFigures.compared(said, again).outcome());
        said.replace("support-auc-box", 0.75);
        Finding found = SupportFigures.compared(said, again);
        assertEquals(Outcome.FAILS, found.outcome());
        assertTrue(found.details().contains("0.75 by the card, 0.90 ± 0.02 again"), found.details());
        RocArea unknown = new RocArea(Double.NaN, Double.NaN, 100, 0);
        SupportEstimate few = new SupportEstimate(2, area, area, area, unknown, new SupportLevels(10, 20));
        assertEquals(Outcome.NOT_CHECKED, SupportFigures.compared(said, few).outcome());
    }

    @Test
    void aTrustedEstimateThatIsOffFails() throws IOException {
        Model model = new Through(exact) {
            @Override
            public float[] logLikelihood(float[] codes, int count, Observation seen) {
                float[] nats = super.logLikelihood(codes, count, seen);
                for (int i = 0; i < count; i++) {
                    nats[i] -= 1;
                }
                return nats;
            }
        };
        assertOutcome(Outcome.FAILS, Claim.EVIDENCE, model, "2 off, largest difference");
    }
}
