package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.atlas.AtlasRanking;
import isthmus.atlas.DimensionHealth;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.inference.Lane;
import isthmus.inference.Observation;
import isthmus.report.ChunkedModel;
import isthmus.report.Completion;
import isthmus.report.ImageLikelihood;
import isthmus.report.ImportanceSampling;
import isthmus.report.IwaeBounds;
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
 * Everything that a model believes about one image, at once: the figures that the socket's answers have, of the same
 * seeds, so that both say the same. Any thread.
 */
public final class ReportService {
    private static final int COLUMNS = 96;

    private final LiveServices house;
    private final ReportTurns turns;

    ReportService(LiveServices house, ReportTurns turns) {
        this.house = house;
        this.turns = turns;
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
    public record Wish(int draws, long seed, boolean refine, Mask mask, double noise, int completions) {}

    /**
     * Computes a report without waiting: fields of JSON, in their order. Cancelling it takes it back or ends it.
     *
     * @param client who asks, for clients take turns
     */
    public CompletableFuture<Map<String, Object>> of(
            String model, Question.Image image, Wish wish, ClientAddress client) {
        ServedModel space = house.spaces().of(model);
        ReportImage.check(space, image);
        float[] known = wish.mask == null ? null : wish.mask.known(space.shape());
        new Observation(new float[space.shape().size()], known, wish.noise); // refuses other noise at once
        CompletableFuture<Void> abandoned = new CompletableFuture<>();
        CompletableFuture<Map<String, Object>> report =
                turns.call(client, () -> timed(space, image, known, wish, abandoned::isDone));
        CompletableFuture<Map<String, Object>> unused =
                report.whenComplete((fields, error) -> abandoned.complete(null));
        return report;
    }

    /** Computes it while somebody wants it and there is time left. */
    private Map<String, Object> timed(
            ServedModel space, Question.Image image, float[] known, Wish wish, BooleanSupplier abandoned) {
        int seconds = house.settings().limits().get(Limit.REPORT_SECONDS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            return report(space, image, known, wish, () -> !abandoned.getAsBoolean() && System.nanoTime() - end < 0);
        } catch (CancellationException e) {
            if (abandoned.getAsBoolean()) {
                throw e;
            }
            throw Failure.tooLarge("report", "one that takes at most " + seconds + " seconds", "a longer one")
                    .hint("ask for fewer draws, or without refinement");
        }
    }

    private Map<String, Object> report(
            ServedModel space, Question.Image image, float[] known, Wish wish, BooleanSupplier wanted) {
        Limits limits = house.settings().limits();
        ReportImage subject = ReportImage.of(space, limits, image, wish.seed);
        ChunkedModel turns = new ChunkedModel(space.engine().in(Lane.BULK), wanted);
        Observation seen = Observation.of(subject.values());
        ImageLikelihood likelihood = ImageLikelihood.of(turns, subject.values());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", space.card().id());
        if (subject.fitting() != null) {
            report.put("fitting", subject.fitting());
        }
        report.put("drawn", subject.drawn());
        report.put("likelihood", likelihood(space, turns, subject, likelihood, wish));
        if (space.dim() == 2) {
            int columns = Math.min(COLUMNS, (int) Math.sqrt(limits.get(Limit.MAX_POSTERIOR_CELLS)));
            TruePosterior found = TruePosterior.of(turns, seen, likelihood.q(), columns, wish.seed, search -> {});
            Map<String, Object> posterior = PosteriorAnswer.figures(found);
            posterior.put("mean", found.mean());
            posterior.put("covariance", found.covariance());
            report.put("posterior", posterior);
        }
        if (wish.refine) {
            Refinement found = Refinement.of(
                    turns,
                    seen,
                    likelihood.q(),
                    limits.get(Limit.MAX_REFINEMENT_STEPS),
                    wish.seed,
                    (step, bound, q) -> {});
            Map<String, Object> refinement = new LinkedHashMap<>();
            refinement.put("mu", found.q().mu());
            refinement.put("logvar", found.q().logvar());
            refinement.putAll(RefineAnswer.figures(found));
            report.put("refinement", refinement);
        }
        if (known != null || wish.noise > 0) {
            report.put("completions", completions(turns, new Observation(subject.values(), known, wish.noise), wish));
        }
        report.put("dimensions", dimensions(space, turns));
        return report;
    }

    private static Map<String, Object> likelihood(
            ServedModel space, ChunkedModel turns, ReportImage subject, ImageLikelihood likelihood, Wish wish) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mu", likelihood.q().mu());
        fields.put("logvar", likelihood.q().logvar());
        fields.put("klByDimension", likelihood.klByDimension());
        fields.putAll(BelieveAnswer.figures(likelihood));
        IwaeBounds rungs = ImportanceSampling.bounds(
                turns,
                Observation.of(subject.values()),
                likelihood.q(),
                wish.draws,
                subject.draws(wish.seed),
                all -> {});
        fields.putAll(BelieveAnswer.figures(rungs));
        List<Map<String, Object>> bounds = new ArrayList<>();
        for (int i = 0; i < rungs.k().length; i++) {
            Map<String, Object> bound = new LinkedHashMap<>();
            bound.put("k", rungs.k()[i]);
            bound.put("bound", rungs.bound()[i]);
            bound.put("error", Double.isNaN(rungs.error()[i]) ? null : (Object) rungs.error()[i]);
            bound.put("groups", rungs.groups()[i]);
            bounds.add(bound);
        }
        fields.put("bounds", bounds);
        if (space.hasAtlas() && space.atlas().count() > 0) {
            AtlasRanking standing = space.standing();
            List<Neighbour> near = BelieveAnswer.nearest(space, subject, likelihood.q());
            fields.putAll(BelieveAnswer.figures(standing, likelihood, near));
            fields.put("histogram", Map.of("edges", standing.edges(), "counts", standing.counts()));
            fields.put("nearest", near);
        }
        return fields;
    }

    private static Map<String, Object> completions(ChunkedModel turns, Observation seen, Wish wish) {
        Completion found = Completion.of(turns, seen, wish.completions, wish.seed, (component, of, q) -> {});
        Map<String, Object> fields = CompleteAnswer.figures(found);
        fields.put("mu", found.mu());
        fields.put("deviation", found.deviation());
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < found.groups().count(); i++) {
            all.add(Map.of(
                    "weight",
                    found.groups().weights()[i],
                    "code",
                    found.groups().code(i)));
        }
        fields.put("completions", all);
        return fields;
    }

    private static Map<String, Object> dimensions(ServedModel space, ChunkedModel turns) {
        DimensionHealth health = space.health();
        Map<String, Object> fields = DimensionsAnswer.figures(health);
        if (space.dimensions().kl() != null) {
            fields.put("kl", space.dimensions().kl());
        }
        fields.put("effect", space.effects(turns));
        if (health != null) {
            fields.put("variance", health.variance());
            fields.put("divergence", health.divergence());
        }
        return fields;
    }
}
