package isthmus.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.train.jobs.TrainingStatus;
import isthmus.train.jobs.Trainings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Models that somebody at this machine trains in the page. Any thread. */
final class TrainingRoutes {
    private static final String ARRAYS = "application/zip";
    private static final String JSON = "application/json";

    private final Trainings trainings;
    private final OwnMachine own;
    private final int mostText;

    TrainingRoutes(Trainings trainings, OwnMachine own, Limits limits) {
        this.trainings = trainings;
        this.own = own;
        mostText = limits.get(Limit.MAX_TEXT_BYTES);
    }

    /**
     * @param recipe that is offered first
     * @param whole whether its training images are on this machine, and not their test images in their place
     * @param trainings how those stand that go on, and those that did last
     * @param left trainings that may be gone on with
     */
    private record Offer(
            @JsonRawValue String recipe, boolean whole, List<TrainingStatus> trainings, List<String> left) {}

    void register(RoutesConfig routes) {
        String one = "/api/trainings/{training}";
        routes.get("/api/trainings", checked(this::offer))
                .post("/api/trainings", checked(this::begin))
                .get(one, checked(context -> JsonAnswer.send(context, trainings.status(id(context)))))
                .delete(one, checked(this::discard))
                .get(one + "/live.npz", checked(context -> send(context, ARRAYS, trainings.live(id(context)))))
                .get(one + "/history.npz", checked(context -> send(context, ARRAYS, trainings.history(id(context)))))
                .get(one + "/recipe.json", checked(context -> send(context, JSON, trainings.recipe(id(context)))))
                .post(one + "/resume", checked(this::resume))
                .post(one + "/{order}", checked(this::order));
    }

    private Handler checked(Handler handler) {
        return context -> {
            own.check(context);
            context.header("Cache-Control", "no-store");
            handler.handle(context);
        };
    }

    private static String id(Context context) {
        return context.pathParam("training");
    }

    private void offer(Context context) throws IOException {
        Trainings.FirstRecipe first = trainings.first();
        JsonAnswer.send(context, new Offer(first.text(), first.whole(), trainings.statuses(), trainings.left()));
    }

    private void begin(Context context) throws IOException {
        byte[] body = context.bodyAsBytes();
        if (body.length > mostText) {
            throw Failure.tooLarge("the recipe", "at most %d bytes".formatted(mostText), body.length);
        }
        JsonAnswer.send(context, trainings.begin(new String(body, StandardCharsets.UTF_8)));
        context.status(201);
    }

    private void resume(Context context) throws IOException {
        JsonAnswer.send(context, trainings.resume(id(context)));
        context.status(201);
    }

    private void order(Context context) {
        JsonAnswer.send(context, trainings.order(id(context), context.pathParam("order")));
    }

    /** A file, or no content where there is none yet. */
    private static void send(Context context, String type, byte[] file) {
        if (file == null) {
            context.status(204);
        } else {
            context.contentType(type).result(file);
        }
    }

    private void discard(Context context) throws IOException {
        trainings.discard(id(context));
        context.status(204);
    }
}
