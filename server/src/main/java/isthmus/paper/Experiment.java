package isthmus.paper;

import java.util.List;

/** A figure of a paper: the trainings that it is drawn from, and what is measured of each. */
public interface Experiment {
    /** As results name it. */
    String figure();

    /** All trainings of one seed and length, the quicker first. */
    List<FigureRun> runs(long seed, long samples);

    /** What a training is, as JSON that {@code train} would take. */
    String recipe(FigureRun run);

    /** The names of the images that are measured, or of what is counted of them: a row of results each. */
    List<String> splits();

    /** The rows of a run that has ended. */
    List<ResultRow> measure(FinishedRun finished, ImageSource images);
}
