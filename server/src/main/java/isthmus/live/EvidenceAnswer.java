package isthmus.live;

import isthmus.Limit;
import isthmus.estimate.RepeatedEstimates;
import isthmus.estimate.RepeatedEstimates.Level;
import isthmus.inference.Observation;
import isthmus.latent.Posterior;
import isthmus.report.ChunkedModel;
import isthmus.report.EvidenceDraws;
import isthmus.report.EvidenceDraws.Reference;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Question.Evidence.From;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** log p(x) of an image by ever more draws of the prior or of q(z|x), again and again, for so many seconds at most. Any thread. */
final class EvidenceAnswer extends AnswerBase {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(300); // between two frames
    private static final int LEVELS = 16; // of 10 to a million draws
    private static final int FRAME = LEVELS * (2 * RepeatedEstimates.SHOWN + 4) * Double.BYTES + 2048; // bytes at most

    private long told; // when the last frame was sent

    EvidenceAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Evidence question) {
        int seconds = services.settings().limits().get(Limit.EVIDENCE_SECONDS);
        long frames = 3 + TimeUnit.SECONDS.toNanos(seconds) / PAUSE;
        long most = services.settings().limits().getLong(Limit.MAX_WAITING_BYTES);
        report(Math.min(most, frames * FRAME), question.image(), question.seed(), (chunked, image) -> {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            Observation seen = Observation.of(image.values());
            Posterior q = chunked.posterior(image.values());
            Reference reference = served.ofImage(
                    List.of("reference", question.seed()),
                    image.values(),
                    () -> EvidenceDraws.reference(chunked, seen, q, served.samples(), question.seed()));
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("stage", "reference");
            head.put("log", reference.log());
            head.put("error", reference.error());
            head.put("grid", reference.grid());
            request.send(frame(false, head), false);
            draw(question, chunked.inLargerChunks(), seen, q, reference, end);
        });
    }

    private void draw(
            Question.Evidence question,
            ChunkedModel chunked,
            Observation seen,
            Posterior q,
            Reference reference,
            long end) {
        RepeatedEstimates estimates = new RepeatedEstimates(reference.log(), question.draws());
        EvidenceDraws.of(
                chunked,
                seen,
                question.from() == From.ENCODER ? q : null,
                estimates,
                question.draws(),
                question.seed(),
                () -> System.nanoTime() - end < 0 || estimates.draws() == 0,
                so -> {
                    if (System.nanoTime() - told > PAUSE && so.draws() < question.draws()) {
                        told = System.nanoTime();
                        tell(question, so, false);
                    }
                });
        tell(question, estimates, true);
    }

    private void tell(Question.Evidence question, RepeatedEstimates estimates, boolean last) {
        List<Level> levels = estimates.levels();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "draws");
        head.put("draws", estimates.draws());
        head.put("of", question.draws());
        head.put("log", estimates.whole().mean());
        head.put("error", estimates.whole().error());
        head.put("effective", estimates.effective());
        double[] log = new double[levels.size() * RepeatedEstimates.SHOWN];
        double[] error = new double[log.length];
        Arrays.fill(log, Double.NaN);
        Arrays.fill(error, Double.NaN);
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            System.arraycopy(level.log(), 0, log, i * RepeatedEstimates.SHOWN, level.log().length);
            System.arraycopy(level.error(), 0, error, i * RepeatedEstimates.SHOWN, level.error().length);
        }
        ArraySpec shape = ArraySpec.of("log", ArrayType.F8, levels.size(), RepeatedEstimates.SHOWN);
        ArraySpec errors = ArraySpec.of("error", ArrayType.F8, levels.size(), RepeatedEstimates.SHOWN);
        request.send(
                new FrameBuilder()
                        .add("k", levels.stream().mapToInt(Level::draws).toArray())
                        .add(
                                "repetitions",
                                levels.stream().mapToInt(Level::repetitions).toArray())
                        .add("covered", levels.stream().mapToInt(Level::covered).toArray())
                        .add(
                                "stated",
                                levels.stream().mapToDouble(Level::stated).toArray())
                        .add("off", levels.stream().mapToDouble(Level::off).toArray())
                        .add(shape, log)
                        .add(errors, error)
                        .frame(this, last, head),
                last);
    }
}
