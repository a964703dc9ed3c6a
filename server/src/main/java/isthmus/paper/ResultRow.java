package isthmus.paper;

import isthmus.Failure;
import java.util.Locale;

/**
 * A line of results: a point of a figure. Immutable; any thread.
 *
 * @param split of the images that were measured, or what was counted of them
 * @param value in nats an image, or the count
 * @param error standard error over the images; NaN where it was not measured
 * @param seconds of the training alone
 */
public record ResultRow(FigureRun run, String split, double value, double error, double seconds) {
    static final String HEAD = "figure,data,method,latent,images,seed,samples,split,value,error,seconds";

    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%d,%d,%d,%s,%.3f,%s,%.1f",
                run.figure(),
                run.data(),
                run.method(),
                run.latent(),
                run.images(),
                run.seed(),
                run.samples(),
                split,
                value,
                Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.3f", error),
                seconds);
    }

    static ResultRow of(String line) {
        String[] words = line.split(",", -1);
        int columns = HEAD.split(",", -1).length;
        if (words.length != columns) {
            throw Failure.badInput("", columns + " columns", line);
        }
        try {
            FigureRun run = new FigureRun(
                    words[0],
                    words[1],
                    words[2],
                    Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]),
                    Long.parseLong(words[5]),
                    Long.parseLong(words[6]));
            double error = words[9].isEmpty() ? Double.NaN : Double.parseDouble(words[9]);
            return new ResultRow(run, words[7], Double.parseDouble(words[8]), error, Double.parseDouble(words[10]));
        } catch (NumberFormatException e) {
            throw Failure.badInput("", "numbers in the columns that have them", line);
        }
    }
}
