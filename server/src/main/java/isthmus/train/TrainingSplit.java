package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.latent.Noise;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training part of a data set, divided as a recipe says. Any thread.
 *
 * @param train what the weights are trained on
 * @param validation what no step of the training sees, for choices
 */
public record TrainingSplit(DataSet train, DataSet validation) {
    public static TrainingSplit of(Recipe recipe, DataSet whole) {
        DataSet trainPart = recipe.classes() == null ? whole : ofClasses(whole, recipe.classes());
        int count = trainPart.count();
        int heldOut = recipe.validation().count();
        if (heldOut >= count) {
            throw Failure.badInput(
                    "validation: count",
                    "fewer than the %d images of the training part of %s".formatted(count, trainPart.name()),
                    heldOut);
        }
        int[] order = recipe.validation().random()
                ? Noise.named(recipe.seed(), "validation").permutation(count)
                : IntStream.range(0, count).toArray();
        return new TrainingSplit(
                trainPart.rows(order, 0, count - heldOut), trainPart.rows(order, count - heldOut, count));
    }

    private static DataSet ofClasses(DataSet whole, List<Integer> classes) {
        if (whole.labels() == null) {
            throw Failure.badInput(
                    "classes", "none, as the images of %s have no classes".formatted(whole.name()), classes);
        }
        int[] rows = IntStream.range(0, whole.count())
                .filter(row -> classes.contains(whole.labels()[row] & 0xFF))
                .toArray();
        return whole.rows(rows, 0, rows.length);
    }
}
