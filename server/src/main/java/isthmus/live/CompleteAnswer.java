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

/** Completions of the unknown part of an image. Any thread. */
final class CompleteAnswer extends AnswerBase {
    private static final int PROPOSALS = 10; // frames at most

    CompleteAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Complete question) {
        float[] known = question.mask() == null ? null : question.mask().known(served.shape());
        new Observation(new float[served.shape().size()], known, question.noise()); // refuses other noise at once
        long size = served.shape().size();
        long codes = (long) (Completion.CLOUD + question.count() + 2 * PROPOSALS + 4) * served.dim() * Float.BYTES;
        report(
                codes + size * (2 * Float.BYTES + question.count()) + 8L * question.count(),
                question.image(),
                question.seed(),
                (chunked, image) -> {
                    Completion found = Completion.of(
                            chunked,
                            new Observation(image.values(), known, question.noise()),
                            served.samples(),
                            question.count(),
                            question.seed(),
                            this::proposed);
                    request.send(
                            answered(
                                    found,
                                    chunked.decode(
                                            found.clusters().codes(),
                                            found.clusters().count())),
                            true);
                });
    }

    private void proposed(int component, int of, Gaussian q) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "proposal");
        head.put("component", component);
        head.put("of", of);
        AnswerFrame frame =
                new FrameBuilder().add("mu", q.mean()).add("logvar", q.logvar()).frame(this, false, head);
        request.send(frame, false);
    }

    private AnswerFrame answered(Completion found, float[] means) {
        int count = found.clusters().count();
        byte[] pixels = new byte[means.length];
        Pixels.toBytes(means, 0, means.length, pixels, 0);
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "completions");
        head.putAll(figures(found));
        return new FrameBuilder()
                .add(
                        ArraySpec.of("codes", ArrayType.F4, count, served.dim()),
                        found.clusters().codes())
                .add("weight", found.clusters().weights())
                .add(images("pixels", ArrayType.U1, count), pixels)
                .add(ArraySpec.of("cloud", ArrayType.F4, Completion.CLOUD, served.dim()), found.cloud())
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
