package isthmus.importing;

import isthmus.inference.torch.RawNetwork.Output;
import java.util.Arrays;
import java.util.List;

/** What a network must do whatever it means: the same answer twice, for each image alone, in finite numbers. One thread. */
final class NetworkChecks {
    private static final int TOGETHER = 16;
    private static final double APART = 1e-3; // of the largest number, beyond which answers are not the same

    private final BatchedNetwork encoder;
    private final BatchedNetwork decoder;
    private final ReadingSearch readings;

    NetworkChecks(BatchedNetwork encoder, BatchedNetwork decoder, ReadingSearch readings) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.readings = readings;
    }

    /** @param images (count, channels, height, width) in [0, 1] */
    void check(Reading reading, float[] images) {
        int size = reading.shape().size();
        int count = Math.min(TOGETHER, images.length / size);
        float[] together = Arrays.copyOf(images, count * size);
        float[] means = reading.mean().values(readings.encode(reading, together));
        finite(encoder, means, "codes");
        float[] alone = reading.mean().values(readings.encode(reading, Arrays.copyOf(images, size)));
        same(encoder, Arrays.copyOf(means, alone.length), alone, means, "alone and among %d".formatted(count));
        List<Output> decoded = readings.decode(reading, means, count);
        float[] first = ReadingSearch.image(reading, decoded);
        finite(decoder, first, "images");
        float[] again = ReadingSearch.image(reading, readings.decode(reading, means, count));
        same(decoder, first, again, first, "twice");
        float[] one =
                ReadingSearch.image(reading, readings.decode(reading, Arrays.copyOf(means, means.length / count), 1));
        same(decoder, Arrays.copyOf(first, one.length), one, first, "alone and among %d".formatted(count));
    }

    private static void finite(BatchedNetwork network, float[] values, String what) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw network.failed("finite numbers in its " + what, value)
                        .hint("half precision overflows at 65,504: export it with model.float()");
            }
        }
    }

    private static void same(BatchedNetwork network, float[] one, float[] other, float[] all, String when) {
        double largest = 0;
        for (float value : all) {
            largest = Math.max(largest, Math.abs(value));
        }
        double apart = 0;
        for (int i = 0; i < one.length; i++) {
            apart = Math.max(apart, Math.abs(one[i] - other[i]));
        }
        if (!(apart <= APART * Math.max(largest, 1e-6))) {
            throw network.failed(
                            "the same answer to the same input " + when,
                            "answers up to %.3g apart, of numbers up to %.3g".formatted(apart, largest))
                    .hint("batch norm or dropout is on as in training: export it after vae.eval()");
        }
    }
}
