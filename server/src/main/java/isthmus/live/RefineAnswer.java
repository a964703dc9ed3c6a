package isthmus.live;

import isthmus.inference.Observation;
import isthmus.report.ChunkedModel;
import isthmus.report.Refinement;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                    boolean[] told = {false};
                    RefinedSteps refined = served.ofImage(
                            List.of("refinement", question.steps(), question.seed()), image.values(), () -> {
                                told[0] = true;
                                return refined(chunked, image, question);
                            });
                    if (!told[0]) {
                        refined.steps().forEach(this::stepped);
                    }
                    request.send(answered(refined), true);
                });
    }

    private RefinedSteps refined(ChunkedModel chunked, ReportImage image, Question.Refine question) {
        List<RefinedSteps.Step> steps = new ArrayList<>();
        Refinement found = Refinement.of(
                chunked,
                Observation.of(image.values()),
                chunked.encode(image.values()),
                served.samples(),
                question.steps(),
                question.seed(),
                (step, bound, q) -> {
                    steps.add(new RefinedSteps.Step(step, bound, q));
                    stepped(steps.get(steps.size() - 1));
                });
        return new RefinedSteps(found, steps, chunked.decode(found.q().mean(), 1));
    }

    private void stepped(RefinedSteps.Step step) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "step");
        head.put("step", step.number());
        head.put("bound", step.bound());
        AnswerFrame frame = new FrameBuilder()
                .add("mu", step.q().mean())
                .add("logvar", step.q().logvar())
                .frame(this, false, head);
        request.send(frame, false);
    }

    private AnswerFrame answered(RefinedSteps refined) {
        Refinement found = refined.found();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "refined");
        head.putAll(figures(found));
        return new FrameBuilder()
                .add("mu", found.q().mean())
                .add("logvar", found.q().logvar())
                .add(image("mean"), refined.mean())
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
