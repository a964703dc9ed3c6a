package isthmus.inference;

import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that a model does to a batch, in a form in which batches can be joined and answers cut apart: row i of the
 * answer follows from row i of the inputs alone. Jobs of equal operations run as one batch. A new thing to do is a new
 * record here. Any thread, but {@code run} is on the model's own.
 */
sealed interface Operation<T> {
    /** What meters call it. */
    String label();

    /** The inputs' names and how many values a row of each has. */
    default List<Input> inputs(ModelCard card) {
        return List.of(new Input("codes", card.latent().dim()));
    }

    T run(Model model, List<float[]> inputs, int count);

    /** Rows {@code from} to {@code from + rows} of an answer of {@code count} rows. */
    T cut(T answer, int count, int from, int rows);

    /** How many images or codes a batch of so many rows makes the network run, by which batches are bounded. */
    default int decodes(int count) {
        return count;
    }

    /** Whether it runs as one batch with equal ones. */
    default boolean joins() {
        return true;
    }

    record Input(String name, int width) {}

    private static Input images(ModelCard card) {
        return new Input("images", card.input().shape().size());
    }

    private static float[] slice(float[] values, int count, int from, int rows) {
        int width = count == 0 ? 0 : values.length / count;
        return Arrays.copyOfRange(values, from * width, (from + rows) * width);
    }

    /** One whose answer has as many numbers for each row. */
    sealed interface OfNumbers extends Operation<float[]> {
        @Override
        default float[] cut(float[] all, int count, int from, int rows) {
            return slice(all, count, from, rows);
        }
    }

    record Encode() implements Operation<PosteriorBatch> {
        /** What an image is taken to cost; a refined encoder decodes some 50 to 700 codes for each. */
        private static final int DECODES = 32;

        @Override
        public int decodes(int count) {
            return DECODES * count;
        }

        @Override
        public String label() {
            return "encode";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(images(card));
        }

        @Override
        public PosteriorBatch run(Model model, List<float[]> inputs, int count) {
            return model.encode(inputs.get(0), count);
        }

        @Override
        public PosteriorBatch cut(PosteriorBatch all, int count, int from, int rows) {
            return all.rows(from, rows);
        }
    }

    /**
     * @param joins false where the bytes of the batch are to depend on nothing but its codes
     */
    record Decode(boolean joins) implements OfNumbers {
        @Override
        public String label() {
            return "decode";
        }

        @Override
        public float[] run(Model model, List<float[]> inputs, int count) {
            return model.decode(inputs.get(0), count);
        }
    }

    record DecodeBytes() implements Operation<byte[]> {
        @Override
        public String label() {
            return "decode";
        }

        @Override
        public byte[] run(Model model, List<float[]> inputs, int count) {
            return model.decodeBytes(inputs.get(0), count);
        }

        @Override
        public byte[] cut(byte[] all, int count, int from, int rows) {
            int width = all.length / count;
            return Arrays.copyOfRange(all, from * width, (from + rows) * width);
        }
    }

    /**
     * Scores each image under codes of its own; a row of the batch is an image with its codes.
     *
     * @param perImage codes for each image
     */
    record ScoreImages(int perImage) implements OfNumbers {
        @Override
        public String label() {
            return "score";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(new Input("codes", perImage * card.latent().dim()), images(card));
        }

        @Override
        public int decodes(int count) {
            return count * perImage;
        }

        @Override
        public float[] run(Model model, List<float[]> inputs, int count) {
            return model.logLikelihood(inputs.get(0), perImage, inputs.get(1), count);
        }
    }

    /** Scores codes by one observation. */
    record ScoreSeen(Observation seen) implements OfNumbers {
        @Override
        public String label() {
            return "score";
        }

        @Override
        public float[] run(Model model, List<float[]> inputs, int count) {
            return model.logLikelihood(inputs.get(0), count, seen);
        }
    }

    /** Whether there are gradients: one row, of nothing. */
    record HasGradients() implements Operation<Boolean> {
        @Override
        public String label() {
            return "gradient";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of();
        }

        @Override
        public Boolean run(Model model, List<float[]> inputs, int count) {
            return model.hasGradients();
        }

        @Override
        public Boolean cut(Boolean all, int count, int from, int rows) {
            return all;
        }
    }

    /** As {@link ScoreSeen}, with gradients. */
    record ScoreWithGradients(Observation seen) implements Operation<ScoresAndGradients> {
        @Override
        public String label() {
            return "gradient";
        }

        @Override
        public ScoresAndGradients run(Model model, List<float[]> inputs, int count) {
            return model.scoresAndGradients(inputs.get(0), count, seen);
        }

        @Override
        public ScoresAndGradients cut(ScoresAndGradients all, int count, int from, int rows) {
            return new ScoresAndGradients(
                    slice(all.nats(), count, from, rows), slice(all.gradient(), count, from, rows));
        }
    }
}
