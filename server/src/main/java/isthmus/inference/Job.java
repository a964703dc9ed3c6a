package isthmus.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A batch that somebody waits for. Made on any thread, run on the model's, which alone completes the answer.
 *
 * @param inputs each (count, width), as the operation says; the model's thread reads them until the answer is there
 * @param place at which at most one job of the lane waits, by equals
 */
record Job<T>(
        Operation<T> operation, List<float[]> inputs, int count, Lane lane, Object place, CompletableFuture<T> answer) {
    Job(Operation<T> operation, List<float[]> inputs, int count, Lane lane, Object place) {
        this(operation, inputs, count, lane, place, new CompletableFuture<>());
    }

    /** Of the inputs; an observation, which many jobs share, is not counted. */
    long bytes() {
        long values = 0;
        for (float[] input : inputs) {
            values += input.length;
        }
        return values * Float.BYTES;
    }

    /** How many images or codes the network runs for it. */
    int decodes() {
        return operation.decodes(count);
    }

    void run(Model model) {
        answer.complete(operation.run(model, inputs, count));
    }

    /** Runs jobs of one operation as one batch, and gives each its part; throws with all of them open. */
    static <T> void runJoined(Model model, List<Job<T>> jobs) {
        Operation<T> operation = jobs.get(0).operation;
        int count = jobs.stream().mapToInt(Job::count).sum();
        List<float[]> joined = new ArrayList<>();
        for (int i = 0; i < jobs.get(0).inputs.size(); i++) {
            joined.add(join(jobs, i));
        }
        T all = operation.run(model, joined, count);
        int from = 0;
        for (Job<T> job : jobs) {
            job.answer.complete(operation.cut(all, count, from, job.count));
            from += job.count;
        }
    }

    private static <T> float[] join(List<Job<T>> jobs, int input) {
        int length = jobs.stream().mapToInt(job -> job.inputs.get(input).length).sum();
        float[] all = new float[length];
        int at = 0;
        for (Job<T> job : jobs) {
            float[] part = job.inputs.get(input);
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
