package isthmus.paper;

import isthmus.inference.Model;
import isthmus.train.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A training that has ended.
 *
 * @param model of the epoch with the highest held-out bound
 * @param bound mean over the images of the last epoch, as they were met
 * @param heldOut bound of the held-out images after the last epoch
 * @param seconds of the training, without measuring
 * @param folder for what is written of it, which is deleted afterwards
 */
record FinishedRun(FigureRun run, TrainedModel model, double bound, double heldOut, double seconds, Path folder) {

    /** What is measured of the model that the training gave, which is closed afterwards. */
    List<ResultRow> measured(Function<Model, List<ResultRow>> measuring) {
        return model.measured(folder, measuring);
    }
}
