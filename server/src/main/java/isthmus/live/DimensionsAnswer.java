package isthmus.live;

import isthmus.atlas.DimensionHealth;
import isthmus.atlas.DimensionStats;
import isthmus.atlas.Holes;
import isthmus.estimate.ActiveUnits;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of each latent dimension and, where the request asks for it, how well it is used. Any thread. */
final class DimensionsAnswer extends AnswerBase {
    DimensionsAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Dimensions question) {
        long bytes = checkedBytes(ArraySpec.of("all", ArrayType.F4, 5 * served.dim() + 3));
        if (!question.health()) {
            answerBy(Lane.INTERACTIVE, bytes, () -> known().frame(this, true, Map.of()));
            return;
        }
        long more = checkedBytes(ArraySpec.of(
                "health", ArrayType.F4, (DimensionHealth.BINS + 4) * served.dim() + DimensionHealth.BINS + 1));
        report(
                bytes + more,
                0,
                chunked -> request.send(healthy(served.effects(chunked), services.holes(model, chunked)), true));
    }

    private FrameBuilder known() {
        DimensionStats all = served.dimensions();
        FrameBuilder builder = new FrameBuilder();
        if (all.kl() != null) {
            builder.add("kl", all.kl());
        }
        builder.add("mean", all.mean())
                .add("deviation", all.deviation())
                .add("low", all.low())
                .add("high", all.high());
        return builder;
    }

    private AnswerFrame healthy(float[] effects, Holes holes) {
        FrameBuilder builder = known().add("effect", effects);
        DimensionHealth health = served.health();
        if (health != null) {
            builder.add("variance", health.variance())
                    .add(ArraySpec.of("active", ArrayType.U1, served.dim()), health.active())
                    .add("edges", DimensionHealth.edges())
                    .add(
                            ArraySpec.of("histogram", ArrayType.F4, served.dim(), DimensionHealth.BINS),
                            health.histogram());
            if (health.divergence() != null) {
                builder.add("divergence", health.divergence());
            }
        }
        return builder.frame(this, true, figures(health, holes));
    }

    /** What the health of dimensions is in numbers and words. */
    static Map<String, Object> figures(DimensionHealth health, Holes holes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (health == null) {
            figures.put("sentence", "This model has no data, so how its dimensions are used is unknown.");
            return figures;
        }
        figures.put("activeUnits", health.activeUnits());
        figures.put("threshold", ActiveUnits.THRESHOLD);
        figures.put("collapsed", health.collapsed());
        figures.put("sentence", health.sentence());
        if (holes != null) {
            figures.put("holes", holes.share());
            figures.put("holesLow", holes.low());
            figures.put("holesHigh", holes.high());
        }
        return figures;
    }
}
