package isthmus.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.Meters;
import isthmus.Meters.ModelGauge;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnSummary;
import isthmus.inference.ModelStatus;
import isthmus.inference.ModelStatus.State;
import isthmus.inference.ModelStore;
import isthmus.model.BetaSeries;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelCard;
import java.util.List;
import java.util.Locale;

/** What is served and how it is: cards, health and meters. Any thread. */
final class ModelRoutes {
    private final ModelStore models;
    private final Meters meters;
    private final OwnMachine importing;
    private final OwnMachine training;

    ModelRoutes(ModelStore models, Meters meters, OwnMachine importing, OwnMachine training) {
        this.models = models;
        this.importing = importing;
        this.training = training;
        this.meters = meters;
        meters.models(() -> models.models().stream()
                .map(model -> new ModelGauge(model.id(), word(model.state()), model.queued()))
                .toList());
    }

    /**
     * A model's card with how the model is.
     *
     * @param columnAtlas null where it has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ListedModel(
            @JsonUnwrapped ModelCard card,
            String version,
            BetaSeries series,
            String state,
            String reason,
            ColumnSummary columnAtlas) {}

    private ListedModel listed(ModelStatus model) {
        return new ListedModel(
                model.card(),
                model.version(),
                model.series(),
                word(model.state()),
                model.reason(),
                columnAtlas(model.id()));
    }

    private ColumnSummary columnAtlas(String id) {
        try {
            return ColumnSummary.of(models.folder(id).path().resolve(ColumnAtlas.FOLDER));
        } catch (Failure gone) {
            return null; // since it was listed
        }
    }

    /**
     * @param models the one to show first at the front
     * @param refused folders that are not served, each with its sentence
     * @param imports whether the one who asks may import models
     * @param trains whether the one who asks may train models
     */
    private record Listing(List<ListedModel> models, List<Refusal> refused, boolean imports, boolean trains) {}

    /**
     * @param version null where the folder is refused
     * @param reason of a model that failed or is refused
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ModelHealth(String id, String version, String state, String reason) {}

    private record Health(String status, List<ModelHealth> models) {}

    void register(RoutesConfig routes) {
        routes.get("/health", this::health)
                .get("/metrics", this::metrics)
                .get("/api/models", this::list)
                .get("/api/models/{id}", this::card);
    }

    private void health(Context context) {
        List<ModelHealth> all = models.models().stream()
                .map(model -> new ModelHealth(model.id(), model.version(), word(model.state()), model.reason()))
                .toList();
        JsonAnswer.send(context, new Health("ok", all));
        context.header("Cache-Control", "no-store");
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.text());
        context.header("Cache-Control", "no-store");
    }

    private void list(Context context) {
        List<ModelStatus> all = models.models();
        JsonAnswer.send(
                context,
                new Listing(
                        all.stream()
                                .filter(model -> model.state() != State.REFUSED)
                                .map(this::listed)
                                .toList(),
                        all.stream()
                                .filter(model -> model.state() == State.REFUSED)
                                .map(model -> new Refusal(model.id(), model.reason()))
                                .toList(),
                        importing.allows(context),
                        training.allows(context)));
    }

    private void card(Context context) {
        String id = models.folder(context.pathParam("id")).id();
        JsonAnswer.send(
                context,
                models.models().stream()
                        .filter(model -> model.id().equals(id))
                        .map(this::listed)
                        .findFirst()
                        .orElseThrow());
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
