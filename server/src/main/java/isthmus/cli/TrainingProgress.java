package isthmus.cli;

import isthmus.train.Recipe;
import isthmus.train.Trainer;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Prints the progress of a training: a bar in a terminal, and a line an epoch. One thread. */
final class TrainingProgress implements Trainer.Listener, AutoCloseable {
    private final Recipe recipe;
    private final int images;
    private final ProgressBar bar; // null without a terminal
    private int epochsDone;
    private double secondsDone;

    /** @param images of an epoch */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on the bar is written to files too, which does no harm
    TrainingProgress(Recipe recipe, int images) {
        this.recipe = recipe;
        this.images = images;
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
            bar.setExtraMessage(" epoch %d/%d, reconstruction %.2f, kl %.2f"
                    .formatted(epoch + 1, recipe.allEpochs(), reconstruction, kl));
        }
    }

    @Override
    public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound) {
        epochsDone++;
        secondsDone += seconds;
        Duration left = Duration.ofSeconds(Math.round((recipe.allEpochs() - epoch - 1) * secondsDone / epochsDone));
        System.out.printf(
                "epoch %d/%d: reconstruction %.3f, kl %.3f, bound %.3f; held out %.3f; %.0f images/s; %d:%02d:%02d left%n",
                epoch + 1,
                recipe.allEpochs(),
                reconstruction,
                kl,
                reconstruction - kl,
                heldOutBound,
                images / seconds,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
