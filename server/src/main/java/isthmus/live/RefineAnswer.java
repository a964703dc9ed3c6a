package isthmus.live;

import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.report.Refinement;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** q refined for one image, step by step. Any thread. */
final class RefineAnswer extends AnswerBase {
    RefineAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Refine question) {
        long step = 2L * served.dim() * Float.BYTES + 16;
        report(
                (question.steps() + 1) * step + (long) served.shape().size() * Float.BYTES,
                question.image(),
                question.seed(),
                (chunked, image) -> {
                    Gaussian q = chunked.encode(image.values());
                    Refinement found = Refinement.of(
                            chunked,
                            Observation.of(image.values()),
                            q,
                            served.samples(),
                            question.steps(),
                            question.seed(),
                            this::stepped);
                    request.send(answered(found, chunked.decode(found.q().mean(), 1)), true);
                });
    }

    private void stepped(int step, double bound, Gaussian q) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "step");
        head.put("step", step);
        head.put("bound", bound);
        AnswerFrame frame =
                new FrameBuilder().add("mu", q.mean()).add("logvar", q.logvar()).frame(this, false, head);
        request.send(frame, false);
    }

    private AnswerFrame answered(Refinement found, float[] mean) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "refined");
        head.putAll(figures(found));
        return new FrameBuilder()
                .add("mu", found.q().mean())
                .add("logvar", found.q().logvar())
                .add(image("mean"), mean)
                .frame(this, true, head);
    }

    /** What a refinement says in numbers. */
    static Map<String, Object> figures(Refinement found) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("steps", found.steps());
        figures.put("converged", found.converged());
        figures.put("kept", found.kept());
        figures.put("before", found.before());
        figures.put("beforeError", found.beforeError());
        figures.put("after", found.after());
        figures.put("afterError", found.afterError());
        figures.put("gain", found.gain());
        figures.put("gainError", found.gainError());
        figures.put("logEvidence", found.evidence().log());
        figures.put("logEvidenceError", found.evidence().error());
        figures.put("effective", found.evidence().effective());
        figures.put("trusted", found.evidence().trusted());
        figures.put("amortisation", found.gain());
        figures.put("family", found.family());
        figures.put("familyError", found.familyError());
        return figures;
    }
}
