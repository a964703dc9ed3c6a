package isthmus.live;

import isthmus.inference.Lane;
import isthmus.report.EncodedDensity;
import isthmus.report.TruePosterior;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;

/** q(z|x) of one image on a grid, which waits for the model as a hover does. Any thread. */
final class ContoursAnswer extends AnswerBase {
    private static final int LEVELS = 3;

    ContoursAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Contours question) {
        TruePosterior.checkDim(served.card().id(), served.dim());
        ReportImage.check(served, question.image());
        int side = question.columns();
        ArraySpec density = ArraySpec.of("density", ArrayType.F4, side, side);
        ArraySpec levels = ArraySpec.of("levels", ArrayType.F4, LEVELS);
        request.whenRoom(
                checkedBytes(density, levels),
                () -> failWith(work(
                                Lane.INTERACTIVE,
                                ReportService.held(question.image()),
                                () -> ReportImage.of(served, services.settings().limits(), question.image(), 0))
                        .thenCompose(image -> request.track(engine.encode(image.values(), 1, Lane.INTERACTIVE)))
                        .thenCompose(q -> work(Lane.INTERACTIVE, () -> EncodedDensity.of(q.get(0), side)))
                        .thenAccept(found -> request.send(
                                frame(true, PosteriorAnswer.place(found.area(), side), density, levels)
                                        .put(0, found.density())
                                        .put(1, found.levels()),
                                true))));
    }
}
