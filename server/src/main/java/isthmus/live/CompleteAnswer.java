package isthmus.live;

import isthmus.image.Pixels;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.report.Completion;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the unknown part of an image may be. Any thread. */
final class CompleteAnswer extends AnswerBase {
    private static final int PROPOSALS = 8; // frames at most

    CompleteAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void answer(Question.Complete question) {
        float[] known = question.mask() == null ? null : question.mask().known(space.shape());
        new Observation(new float[space.shape().size()], known, question.noise()); // refuses other noise at once
        long size = space.shape().size();
        long codes = (long) (Completion.CLOUD + question.count() + 2 * PROPOSALS + 4) * space.dim() * Float.BYTES;
        report(
                codes + size * (2 * Float.BYTES + question.count()) + 8L * question.count(),
                question.image(),
                question.seed(),
                (turns, subject) -> {
                    Completion found = Completion.of(
                            turns,
                            new Observation(subject.values(), known, question.noise()),
                            question.count(),
                            question.seed(),
                            this::proposed);
                    running.send(
                            answered(
                                    found,
                                    turns.decode(
                                            found.groups().codes(),
                                            found.groups().count())),
                            true,
                            0);
                });
    }

    private void proposed(int component, int of, Gaussian q) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "proposal");
        head.put("component", component);
        head.put("of", of);
        AnswerFrame frame =
                new FrameBuilder().add("mu", q.mean()).add("logvar", q.logvar()).frame(this, false, head);
        running.send(frame, false, 0);
    }

    private AnswerFrame answered(Completion found, float[] means) {
        int count = found.groups().count();
        byte[] pixels = new byte[means.length];
        Pixels.toBytes(means, 0, means.length, pixels, 0);
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "completions");
        head.putAll(figures(found));
        return new FrameBuilder()
                .add(
                        ArraySpec.of("codes", ArrayType.F4, count, space.dim()),
                        found.groups().codes())
                .add("weight", found.groups().weights())
                .add(images("pixels", ArrayType.U1, count), pixels)
                .add(ArraySpec.of("cloud", ArrayType.F4, Completion.CLOUD, space.dim()), found.cloud())
                .add(image("mean"), found.mean())
                .add(image("spread"), found.spread())
                .add("mu", found.mu())
                .add("deviation", found.deviation())
                .frame(this, true, head);
    }

    /** What completions say in numbers and words. */
    static Map<String, Object> figures(Completion found) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("known", found.known());
        figures.put("drawn", found.drawn());
        figures.put("effective", found.effective());
        figures.put("trusted", found.trusted());
        figures.put("sentence", found.sentence());
        return figures;
    }
}
