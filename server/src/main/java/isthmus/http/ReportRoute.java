package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.image.Shape;
import isthmus.inference.OpenModels;
import isthmus.live.ReportService;
import isthmus.wire.Mask;
import isthmus.wire.Question;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** Everything that a model believes about a picture that somebody posts. Any thread. */
final class ReportRoute implements Routes {
    private static final int DRAWS = 1000;

    private final OpenModels models;
    private final ReportService reports;
    private final Executor executor;
    private final Limits limits;
    private final Uploads uploads;

    /**
     * @param executor on which answers are written
     */
    ReportRoute(OpenModels models, ReportService reports, Executor executor, Limits limits) {
        this.models = models;
        this.reports = reports;
        this.executor = executor;
        this.limits = limits;
        uploads = new Uploads(limits);
    }

    private enum Answer {
        YES,
        NO
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/models/{id}/report", this::report);
    }

    private void report(Context context) throws IOException {
        String model = context.pathParam("id");
        ReportService.Wish wish = new ReportService.Wish(
                Answers.integer(
                        context, "k", 1, limits.get(Limit.MAX_DRAWS), Math.min(DRAWS, limits.get(Limit.MAX_DRAWS))),
                Answers.integer(context, "seed", 0, Integer.MAX_VALUE, 0),
                Answers.word(context, "refine", Answer.class, Answer.YES) == Answer.YES,
                mask(context, models.engine(model).card().input().shape()),
                context.queryParam("noise") == null ? 0 : Answers.floats(context, "noise", 1)[0],
                Answers.integer(context, "count", 1, Question.Complete.MOST, Question.Complete.USUAL));
        Question.Image image = new Question.Image(null, file(context), null, Answers.fitting(context));
        context.future(() ->
                reports.of(model, image, wish).thenAcceptAsync(report -> Answers.json(context, report), executor));
    }

    private Question.Encode.File file(Context context) throws IOException {
        return context.isMultipart()
                ? uploads.each(context, Question.Encode.File::new).get(0)
                : new Question.Encode.File("", uploads.body(context));
    }

    /** The unknown rectangle, or null where the query has none. */
    private static Mask mask(Context context, Shape shape) {
        if (context.queryParam("mask") == null) {
            return null;
        }
        float[] edges = Answers.floats(context, "mask", 4);
        float[] most = {shape.width(), shape.height(), shape.width(), shape.height()};
        for (int i = 0; i < edges.length; i++) {
            if (edges[i] != Math.rint(edges[i]) || edges[i] < 0 || edges[i] > most[i]) {
                throw Failure.badInput("mask: expected left,top,right,bottom in whole pixels of %d columns and %d rows,"
                                .formatted(shape.width(), shape.height())
                        + " found " + Arrays.toString(edges));
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
