package isthmus.train;

import isthmus.image.Shape;
import java.util.TreeSet;

/**
 * When a training is looked at for its history, and at how much: as much as a file of 3 MB holds, and as a twentieth of the
 * training's time looks at. By numbers alone, so that a training comes again whatever the clock. Immutable by agreement; any
 * thread.
 *
 * @param steps of the optimiser after which a snapshot is taken, denser at the start
 * @param images whose codes are taken
 * @param variances whether their log variances are taken too
 * @param draws codes that are decoded
 */
record HistoryPlan(TreeSet<Long> steps, int images, boolean variances, int draws) {
    private static final int SNAPSHOTS = 36;
    private static final int POWER = 4; // of the steps by the snapshot's number
    private static final int IMAGES = 2000;
    private static final int DRAWS = 64;
    private static final int LARGEST = 2_950_000; // bytes of codes and draws
    private static final double OF_DRAWS = 0.6; // share of the bytes where not all fit
    private static final double TIME = 0.05; // share of the training's
    private static final int STEP = 3; // times as long as looking at an image as training on it takes
    private static final int FEWEST = 200; // images, however short the training is

    /**
     * @param all steps of the training
     * @param available images that there are to look at
     * @param work images that the training is a step on, in all, each counted as often as it is decoded and encoded
     */
    static HistoryPlan of(Shape shape, int dim, boolean variances, long all, int available, double work) {
        TreeSet<Long> steps = new TreeSet<>();
        for (int i = 0; i <= SNAPSHOTS; i++) {
            steps.add(Math.round(all * Math.pow((double) i / SNAPSHOTS, POWER)));
        }
        int room = LARGEST / steps.size();
        int some = (int) Math.max(FEWEST, TIME * STEP * work / steps.size());
        int images = Math.min(Math.min(IMAGES, available), some);
        int code = dim * Short.BYTES;
        int draws = Math.min(DRAWS, room / shape.size());
        for (boolean both : variances ? new boolean[] {true, false} : new boolean[] {false}) {
            if ((long) images * code * (both ? 2 : 1) + (long) DRAWS * shape.size() <= room) {
                return new HistoryPlan(steps, images, both, DRAWS);
            }
        }
        draws = Math.min(draws, (int) (OF_DRAWS * room / shape.size()));
        int rest = room - draws * shape.size();
        return new HistoryPlan(steps, Math.min(images, rest / code), false, draws);
    }
}
