package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.importing.jobs.ImportDecision;
import isthmus.importing.jobs.Imports;
import isthmus.importing.jobs.StatedReading;
import isthmus.wire.Json;
import java.io.IOException;

/** Models that somebody at this machine imports in the page. Any thread. */
final class ImportRoutes {
    private final Imports imports;
    private final OwnMachine own;
    private final Uploads uploads;
    private final int mostText;

    ImportRoutes(Imports imports, OwnMachine own, Limits limits) {
        this.imports = imports;
        this.own = own;
        uploads = new Uploads(limits);
        mostText = limits.get(Limit.MAX_TEXT_BYTES);
    }

    void register(RoutesConfig routes) {
        String one = "/api/imports/{import}";
        routes.post("/api/imports", checked(this::begin))
                .get(one, checked(context -> JsonAnswer.send(context, imports.status(id(context)))))
                .delete(one, checked(this::leave))
                .get(one + "/{of}/{at}", checked(this::image))
                .post(one + "/pictures", checked(this::pictures))
                .post(
                        one + "/reading",
                        checked(context -> JsonAnswer.send(
                                context, imports.state(id(context), said(context, StatedReading.class)))))
                .post(
                        one + "/model",
                        checked(context -> JsonAnswer.send(
                                context, imports.decide(id(context), said(context, ImportDecision.class)))));
    }

    private Handler checked(Handler handler) {
        return context -> {
            own.check(context);
            context.header("Cache-Control", "no-store");
            handler.handle(context);
        };
    }

    private static String id(Context context) {
        return context.pathParam("import");
    }

    private void begin(Context context) throws IOException {
        JsonAnswer.send(context, imports.begin(Guard.client(context), sink -> uploads.each(context, sink::file)));
        context.status(201);
    }

    private void pictures(Context context) throws IOException {
        JsonAnswer.send(context, imports.pictures(id(context), sink -> uploads.each(context, sink::file)));
    }

    private void image(Context context) {
        String at = context.pathParam("at");
        if (!at.matches("\\d{1,3}\\.png")) {
            throw Failure.notFound("", "an image such as 0.png", "another");
        }
        int number = Integer.parseInt(at.replace(".png", ""));
        context.contentType("image/png").result(imports.png(id(context), context.pathParam("of"), number));
    }

    private void leave(Context context) {
        imports.leave(id(context));
        context.status(204);
    }

    private <T> T said(Context context, Class<T> type) {
        byte[] body = context.bodyAsBytes();
        if (body.length > mostText) {
            throw Failure.tooLarge("the body", "at most %d bytes".formatted(mostText), body.length);
        }
        return Json.read(type, body);
    }
}
