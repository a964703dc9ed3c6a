package isthmus.cli;

import isthmus.train.Recipe;
import isthmus.train.TrainingClock;
import isthmus.train.TrainingMethod;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints the progress of a training: a bar in a terminal, and a line an epoch; and keeps its time. One thread. */
final class TrainingProgress implements TrainingMethod.Listener, AutoCloseable {
    private static final int LATE = 5; // epochs by which what one gains is told

    private final Recipe recipe;
    private final int images;
    private final List<String> terms;
    private final TrainingClock clock;
    private final PrintWriter out;
    private final ProgressBar bar; // null without a terminal
    private final List<double[]> measured = new ArrayList<>(); // epoch from 1, and validation bound
    private int epochsDone;
    private double secondsDone;

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on the bar is written to files too, which does no harm
    TrainingProgress(Recipe recipe, TrainingMethod method, TrainingClock clock, PrintWriter out) {
        this.recipe = recipe;
        this.clock = clock;
        this.out = out;
        images = method.images();
        terms = method.terms();
        bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(recipe.id())
                        .setInitialMax((long) images * recipe.allEpochs())
                        .setUnit(" images", 1)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.ASCII)
                        .build();
    }

    @Override
    public void step(int epoch, int step, int steps, double reconstruction, double kl) {
        if (bar != null) {
            bar.stepTo((long) epoch * images + (long) images * step / steps);
            bar.setExtraMessage(" epoch %d/%d, %s %.2f, %s %.2f"
                    .formatted(epoch + 1, recipe.allEpochs(), terms.get(0), reconstruction, terms.get(1), kl));
        }
    }

    @Override
    public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound, int best) {
        clock.keep();
        epochsDone++;
        secondsDone += seconds;
        if (Double.isFinite(heldOutBound)) {
            measured.add(new double[] {epoch + 1, heldOutBound});
        }
        Duration left = Duration.ofSeconds(Math.round((recipe.allEpochs() - epoch - 1) * secondsDone / epochsDone));
        out.printf(
                Locale.ROOT,
                "epoch %d/%d: %s %.3f, %s %.3f%s; validation %s; %.0f images/s; %d:%02d:%02d left%n",
                epoch + 1,
                recipe.allEpochs(),
                terms.get(0),
                reconstruction,
                terms.get(1),
                kl,
                terms.size() < 3 ? "" : String.format(Locale.ROOT, ", %s %.3f", terms.get(2), reconstruction - kl),
                validation(heldOutBound, epoch + 1, best),
                images / seconds,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
        out.flush();
    }

    @Override
    public void fitted(int step, int steps, double loss, double heldOut) {
        out.printf(Locale.ROOT, "prior, step %d/%d: loss %.4f; validation codes %.4f%n", step, steps, loss, heldOut);
        out.flush();
    }

    private String validation(double bound, int epoch, int best) {
        if (!Double.isFinite(bound)) {
            return "not measured";
        }
        String gained = measured.size() < 2 ? "" : String.format(Locale.ROOT, ", %+.3f an epoch", gain());
        return String.format(Locale.ROOT, "%.3f%s", bound, best == epoch ? gained : ", best in epoch " + best);
    }

    /** What an epoch gained of late, in nats: the slope of a line through the last validation bounds. */
    private double gain() {
        List<double[]> late = measured.subList(Math.max(0, measured.size() - LATE), measured.size());
        double x = late.stream().mapToDouble(one -> one[0]).average().orElseThrow();
        double y = late.stream().mapToDouble(one -> one[1]).average().orElseThrow();
        double products =
                late.stream().mapToDouble(one -> (one[0] - x) * (one[1] - y)).sum();
        double squares =
                late.stream().mapToDouble(one -> (one[0] - x) * (one[0] - x)).sum();
        return products / squares;
    }

    /** What came of it, and whether more epochs promise more. */
    String result(int epoch) {
        String kept = "Kept epoch %d of %d, of the highest validation bound".formatted(epoch, recipe.allEpochs());
        if (measured.size() < LATE) {
            return kept + ".";
        }
        return kept
                + String.format(
                        Locale.ROOT,
                        "; the last %d measured gained %+.3f nats an epoch%s.",
                        LATE,
                        gain(),
                        epoch == recipe.allEpochs() && gain() > 0 ? ", so more epochs may gain more" : "");
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
