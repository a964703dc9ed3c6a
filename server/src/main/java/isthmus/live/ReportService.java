package isthmus.live;

import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.atlas.AtlasRanking;
import isthmus.atlas.DimensionHealth;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.estimate.IwaeBounds;
import isthmus.inference.Lane;
import isthmus.inference.Observation;
import isthmus.report.ChunkedModel;
import isthmus.report.Completion;
import isthmus.report.ImageLikelihood;
import isthmus.report.ImportanceSampling;
import isthmus.report.Refinement;
import isthmus.report.TruePosterior;
import isthmus.wire.Mask;
import isthmus.wire.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A whole report on one image at once, with the figures that the socket's answers have and from the same seeds. Any
 * thread.
 */
public final class ReportService {
    private static final int COLUMNS = 96;
    private static final String WITHOUT_GRADIENTS = "This model's decoder cannot be differentiated, so there is no true"
            + " posterior, no refinement and no completion.";

    private final LiveServices services;

    ReportService(LiveServices services) {
        this.services = services;
    }

    /**
     * What is asked for.
     *
     * @param draws of the importance-weighted bound
     * @param refine whether q is refined
     * @param mask what is unknown, or null
     * @param noise in what is known
     * @param completions how many, where there is a mask or noise
     */
    public record Options(int draws, long seed, boolean refine, Mask mask, double noise, int completions) {}

    /**
     * Computes a report without waiting: fields of JSON, in their order. Cancelling it takes it back, or ends it after
     * the model's next answer.
     *
     * @param client whose reports take turns with those of others
     */
    public CompletableFuture<Map<String, Object>> of(
            String model, Question.Image chosen, Options options, Object client) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        CompletableFuture<LeasedModel> leased = services.models().lease(model, null);
        CompletableFuture<Map<String, Object>> unusedToo = leased.thenCompose(lent -> {
                    CompletableFuture<Map<String, Object>> report =
                            begin(lent, chosen, options, client, answer::isDone);
                    CompletableFuture<Map<String, Object>> unused = answer.whenComplete((value, error) -> {
                        if (answer.isCancelled()) {
                            report.cancel(false);
                        }
                    });
                    return report.whenComplete((value, error) -> lent.close());
                })
                .whenComplete((value, error) -> {
                    if (error == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(Failure.unwrapped(error));
                    }
                });
        CompletableFuture<Map<String, Object>> unused = answer.whenComplete((value, error) -> {
            if (answer.isCancelled()) {
                leased.cancel(false);
            }
        });
        return answer;
    }

    private CompletableFuture<Map<String, Object>> begin(
            LeasedModel model, Question.Image chosen, Options options, Object client, BooleanSupplier isAbandoned) {
        ServedModel served = model.served();
        try {
            ReportImage.check(served, chosen);
            float[] known = options.mask == null ? null : options.mask.known(served.shape());
            new Observation(new float[served.shape().size()], known, options.noise); // refuses other noise at once
            return services.reports()
                    .call(Lane.BULK, client, held(chosen), () -> timed(model, chosen, known, options, isAbandoned));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Computes it while somebody wants it and there is time left. */
    private Map<String, Object> timed(
            LeasedModel model, Question.Image chosen, float[] known, Options options, BooleanSupplier isAbandoned) {
        int seconds = services.settings().limits().get(Limit.REPORT_SECONDS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            return report(
                    model, chosen, known, options, () -> !isAbandoned.getAsBoolean() && System.nanoTime() - end < 0);
        } catch (CancellationException e) {
            if (isAbandoned.getAsBoolean()) {
                throw e;
            }
            throw Failure.tooLarge("report", "one that takes at most " + seconds + " seconds", "a longer one")
                    .hint("ask for fewer draws, or without refinement");
        }
    }

    /** Bytes that a report holds while it waits. */
    static long held(Question.Image image) {
        return image.file() != null
                ? image.file().bytes().length
                : image.values() != null ? (long) image.values().width() * Float.BYTES : 0;
    }

    private Map<String, Object> report(
            LeasedModel model, Question.Image chosen, float[] known, Options options, BooleanSupplier isWanted) {
        ServedModel served = model.served();
        Limits limits = services.settings().limits();
        ReportImage image = ReportImage.of(served, limits, chosen, options.seed);
        ChunkedModel chunked = new ChunkedModel(model.engine().in(Lane.BULK), isWanted);
        Observation seen = Observation.of(image.values());
        ImageLikelihood likelihood = ImageLikelihood.of(chunked, image.values());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", served.card().id());
        if (image.fitting() != null) {
            report.put("fitting", image.fitting());
        }
        report.put("drawn", image.drawn());
        report.put("likelihood", likelihood(served, chunked, image, likelihood, options));
        boolean gradients = chunked.hasGradients();
        if (served.dim() == 2 && gradients) {
            int columns = Math.min(COLUMNS, (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS)));
            TruePosterior found =
                    served.truePosterior(chunked, image.values(), likelihood.q(), columns, options.seed, search -> {});
            Map<String, Object> posterior = PosteriorAnswer.figures(found);
            posterior.put("mean", found.mean());
            posterior.put("covariance", found.covariance());
            report.put("posterior", posterior);
        }
        if (options.refine && gradients) {
            Refinement found = Refinement.of(
                    chunked,
                    seen,
                    likelihood.q().marginals(),
                    served.samples(),
                    limits.get(Limit.MAX_REFINEMENT_STEPS),
                    options.seed,
                    (step, bound, q) -> {});
            Map<String, Object> refinement = new LinkedHashMap<>();
            refinement.put("mu", found.q().mean());
            refinement.put("logvar", found.q().logvar());
            refinement.putAll(RefineAnswer.figures(found));
            report.put("refinement", refinement);
        }
        if ((known != null || options.noise > 0) && gradients) {
            report.put(
                    "completions",
                    completions(served, chunked, new Observation(image.values(), known, options.noise), options));
        }
        report.put("dimensions", dimensions(model, chunked));
        if (!gradients) {
            report.put("lacks", WITHOUT_GRADIENTS);
        }
        return report;
    }

    private static Map<String, Object> likelihood(
            ServedModel served, ChunkedModel chunked, ReportImage image, ImageLikelihood likelihood, Options options) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mu", likelihood.q().mean());
        fields.put("logvar", likelihood.q().marginals().logvar());
        if (likelihood.bound().klByDimension() != null) {
            fields.put("klByDimension", likelihood.bound().klByDimension());
        }
        fields.putAll(BelieveAnswer.figures(served, image, likelihood));
        IwaeBounds bounds = ImportanceSampling.bounds(
                chunked,
                Observation.of(image.values()),
                likelihood.q(),
                options.draws,
                image.draws(options.seed),
                all -> {});
        fields.putAll(BelieveAnswer.figures(bounds));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < bounds.k().length; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("k", bounds.k()[i]);
            row.put("bound", bounds.bound()[i]);
            row.put("error", Double.isNaN(bounds.error()[i]) ? null : (Object) bounds.error()[i]);
            row.put("groups", bounds.groups()[i]);
            rows.add(row);
        }
        fields.put("bounds", rows);
        if (served.hasAtlas() && served.atlas().count() > 0) {
            AtlasRanking ranking = served.ranking();
            List<Neighbour> near =
                    BelieveAnswer.nearest(served, image, likelihood.q().mean());
            fields.putAll(
                    BelieveAnswer.figures(ranking, likelihood.bound().bound(), served.floor(image.values()), near));
            fields.put("histogram", Map.of("edges", ranking.edges(), "counts", ranking.counts()));
            fields.put("nearest", near);
        }
        return fields;
    }

    private static Map<String, Object> completions(
            ServedModel served, ChunkedModel chunked, Observation seen, Options options) {
        Completion found = Completion.of(
                chunked, seen, served.samples(), options.completions, options.seed, (component, of, q) -> {});
        Map<String, Object> fields = CompleteAnswer.figures(found);
        fields.put("mu", found.mu());
        fields.put("deviation", found.deviation());
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < found.clusters().count(); i++) {
            all.add(Map.of(
                    "weight",
                    found.clusters().weights()[i],
                    "code",
                    found.clusters().code(i)));
        }
        fields.put("completions", all);
        return fields;
    }

    private Map<String, Object> dimensions(LeasedModel model, ChunkedModel chunked) {
        ServedModel served = model.served();
        DimensionHealth health = served.health();
        Map<String, Object> fields = DimensionsAnswer.figures(health, services.holes(model, chunked));
        if (served.dimensions().kl() != null) {
            fields.put("kl", served.dimensions().kl());
        }
        fields.put("effect", served.effects(chunked));
        if (health != null) {
            fields.put("variance", health.variance());
            fields.put("divergence", health.divergence());
        }
        return fields;
    }
}
