package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Limits;
import isthmus.drawing.Drawing;
import isthmus.http.ActiveAnswers.ActiveAnswer;
import isthmus.inference.Lane;
import isthmus.live.WorkQueue;
import java.io.IOException;

/** A drawing of the page as PDF. Any thread. */
final class PdfRoute implements Handler {
    private final WorkQueue work;
    private final ActiveAnswers answers;
    private final Uploads uploads;

    PdfRoute(WorkQueue work, ActiveAnswers answers, Limits limits) {
        this.work = work;
        this.answers = answers;
        uploads = new Uploads(limits);
    }

    @Override
    public void handle(Context context) throws IOException {
        byte[] svg = uploads.body(context);
        context.header("Cache-Control", "no-store");
        ActiveAnswer answer = answers.begin(context, Drawing.mostBytes(svg));
        context.future(() -> answer.track(work.call(Lane.BULK, answer.client(), 0, () -> Drawing.pdf(svg)))
                .thenAccept(pdf -> context.contentType("application/pdf").result(pdf)));
    }
}
