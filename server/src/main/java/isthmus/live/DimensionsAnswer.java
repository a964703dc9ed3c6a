package isthmus.live;

import isthmus.atlas.DimensionHealth;
import isthmus.atlas.DimensionStats;
import isthmus.estimate.ActiveUnits;
import isthmus.inference.Lane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of each latent dimension, and where it is asked for, how well it is used. Any thread. */
final class DimensionsAnswer extends AnswerBase {
    DimensionsAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void answer(Question.Dimensions question) {
        long bytes = checkedBytes(ArraySpec.of("all", ArrayType.F4, 5 * space.dim() + 3));
        if (!question.health()) {
            answerBy(Lane.INTERACTIVE, bytes, () -> known().frame(this, true, Map.of()));
            return;
        }
        long more = checkedBytes(ArraySpec.of(
                "health", ArrayType.F4, (DimensionHealth.BINS + 4) * space.dim() + DimensionHealth.BINS + 1));
        report(bytes + more, turns -> running.send(healthy(space.effects(turns)), true, 0));
    }

    private FrameBuilder known() {
        DimensionStats all = space.dimensions();
        FrameBuilder filling = new FrameBuilder();
        if (all.kl() != null) {
            filling.add("kl", all.kl());
        }
        filling.add("mean", all.mean())
                .add("deviation", all.deviation())
                .add("low", all.low())
                .add("high", all.high());
        if (space.hasDensity()) {
            filling.add("support", space.support());
        }
        return filling;
    }

    private AnswerFrame healthy(float[] effects) {
        FrameBuilder filling = known().add("effect", effects);
        DimensionHealth health = space.health();
        if (health != null) {
            filling.add("variance", health.variance())
                    .add(ArraySpec.of("active", ArrayType.U1, space.dim()), health.active())
                    .add("divergence", health.divergence())
                    .add("edges", DimensionHealth.edges())
                    .add(
                            ArraySpec.of("histogram", ArrayType.F4, space.dim(), DimensionHealth.BINS),
                            health.histogram());
        }
        return filling.frame(this, true, figures(health));
    }

    /** What the health of dimensions is in numbers and words. */
    static Map<String, Object> figures(DimensionHealth health) {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (health == null) {
            figures.put("sentence", "The model has no atlas, so how its dimensions are used is not known.");
            return figures;
        }
        figures.put("activeUnits", health.activeUnits());
        figures.put("threshold", ActiveUnits.THRESHOLD);
        figures.put("collapsed", health.collapsed());
        figures.put("sentence", health.sentence());
        if (health.holes() != null) {
            figures.put("holes", health.holes());
            figures.put("holesError", health.holesError());
        }
        return figures;
    }
}
