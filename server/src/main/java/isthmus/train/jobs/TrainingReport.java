package isthmus.train.jobs;

/**
 * What the process of a training says of itself, a line of JSON each time. Immutable; any thread.
 *
 * @param state {@code running}, {@code paused}, {@code encoding} or {@code done}
 * @param step steps of the optimiser done
 * @param steps of the whole training
 * @param epoch that is being done, from 1
 * @param epochs of the whole training
 * @param published versions of the model that were written so far
 */
public record TrainingReport(String state, long step, long steps, int epoch, int epochs, int published) {}
