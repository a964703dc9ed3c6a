package isthmus.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Meters;
import isthmus.inference.OpenModels;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.util.List;

/** What is served and how it is: cards, health and meters. Any thread. */
final class ModelRoutes implements Routes {
    private final Catalogue catalogue;
    private final Meters meters;

    ModelRoutes(OpenModels models, Meters meters) {
        this.catalogue = models.catalogue();
        this.meters = meters;
    }

    /**
     * @param models cards, the one to show first at the front
     * @param refused folders that are not served, each with its sentence
     */
    private record Listing(List<ModelCard> models, List<Refusal> refused) {}

    /**
     * @param models ids of those that are served
     * @param refused how many are not
     */
    private record Health(String status, List<String> models, int refused) {}

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health", this::health)
                .get("/metrics", this::metrics)
                .get("/api/models", this::list)
                .get("/api/models/{id}", this::card);
    }

    private void health(Context context) {
        List<String> ids =
                catalogue.models().stream().map(folder -> folder.card().id()).toList();
        JsonAnswer.send(context, new Health("ok", ids, catalogue.refusals().size()));
        context.header("Cache-Control", "no-store");
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.text());
        context.header("Cache-Control", "no-store");
    }

    private void list(Context context) {
        JsonAnswer.send(
                context,
                new Listing(catalogue.models().stream().map(ModelFolder::card).toList(), catalogue.refusals()));
    }

    private void card(Context context) {
        JsonAnswer.send(context, catalogue.model(context.pathParam("id")).card());
    }
}
