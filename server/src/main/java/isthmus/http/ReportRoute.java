package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.http.Uploads.UploadedFile;
import isthmus.image.Shape;
import isthmus.inference.ModelStore;
import isthmus.live.ReportService;
import isthmus.wire.Mask;
import isthmus.wire.Question;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/** Everything that a model believes about a picture that somebody posts. Any thread. */
final class ReportRoute implements Handler {
    private static final int DRAWS = 1000;
    private static final int RESULT = 1 << 17; // bytes

    private final ModelStore models;
    private final ReportService reports;
    private final Executor executor;
    private final ActiveAnswers answers;
    private final Limits limits;
    private final Uploads uploads;

    /**
     * @param executor on which answers are written
     */
    ReportRoute(ModelStore models, ReportService reports, Executor executor, ActiveAnswers answers, Limits limits) {
        this.models = models;
        this.answers = answers;
        this.reports = reports;
        this.executor = executor;
        this.limits = limits;
        uploads = new Uploads(limits);
    }

    private enum Choice {
        YES,
        NO
    }

    @Override
    public void handle(Context context) throws IOException {
        String model = context.pathParam("id");
        ReportService.Options options = new ReportService.Options(
                Query.integer(
                        context, "k", 1, limits.get(Limit.MAX_DRAWS), Math.min(DRAWS, limits.get(Limit.MAX_DRAWS))),
                Query.seed(context),
                Query.word(context, "refine", Choice.class, Choice.YES) == Choice.YES,
                mask(context, models.folder(model).card().input().shape()),
                context.queryParam("noise") == null ? 0 : Query.floats(context, "noise", 1)[0],
                Query.integer(context, "count", 1, Question.Complete.MOST, Question.Complete.USUAL));
        Question.Image image = new Question.Image(null, List.of(file(context)), null, Query.fitting(context));
        ActiveAnswer answer = answers.begin(context, RESULT);
        context.future(() -> answer.track(reports.of(model, image, options, Guard.client(context)))
                .thenAcceptAsync(report -> JsonAnswer.send(context, report), executor));
    }

    private Question.Encode.File file(Context context) throws IOException {
        UploadedFile first = uploads.files(context).get(0);
        return new Question.Encode.File(
                first.name() == null ? "" : first.name(), first.content().get());
    }

    /** The unknown rectangle, or null where the query has none. */
    private static Mask mask(Context context, Shape shape) {
        if (context.queryParam("mask") == null) {
            return null;
        }
        float[] edges = Query.floats(context, "mask", 4);
        float[] most = {shape.width(), shape.height(), shape.width(), shape.height()};
        for (int i = 0; i < edges.length; i++) {
            if (edges[i] != Math.rint(edges[i]) || edges[i] < 0 || edges[i] > most[i]) {
                throw Failure.badInput(
                        "mask",
                        "left,top,right,bottom in whole pixels of %d columns and %d rows"
                                .formatted(shape.width(), shape.height()),
                        Arrays.toString(edges));
            }
        }
        byte[] unknown = new byte[shape.height() * shape.width()];
        for (int y = (int) edges[1]; y < edges[3]; y++) {
            for (int x = (int) edges[0]; x < edges[2]; x++) {
                unknown[y * shape.width() + x] = 1;
            }
        }
        return new Mask(new int[] {shape.height(), shape.width()}, unknown);
    }
}
