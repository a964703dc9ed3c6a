package isthmus.inference;

import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.List;

/**
 * One thing that a model does to a batch, in a form in which batches can be joined and answers cut apart: row i of the
 * answer follows from row i of the inputs alone. A new thing to do is a new implementation here. Any thread, but
 * {@code run} is on the model's own.
 */
sealed interface Operation<T> {
    Operation<Codes> ENCODE = new Encode();
    Operation<float[]> DECODE = new Decode(true);

    /** Decodes without company, so that the bytes of a batch depend on nothing but its codes. */
    Operation<float[]> DECODE_ALONE = new Decode(false);

    Operation<byte[]> DECODE_BYTES = new DecodeBytes();
    Operation<float[]> SCORE = new Score();

    /** The inputs' names and how many values a row of each has. */
    List<Input> inputs(ModelCard card);

    T run(Model vae, List<float[]> inputs, int count);

    /** Rows {@code from} to {@code from + rows} of an answer of {@code count} rows. */
    T cut(T answer, int count, int from, int rows);

    /** What meters call it. */
    String label();

    /** Whether it runs as one batch with others like it. */
    boolean joins();

    record Input(String name, int width) {}

    /** Scores what is seen of one image; each has an operation of its own, so only its own jobs are joined. */
    record ScoreSeen(Observation seen) implements Operation<float[]> {
        @Override
        public boolean joins() {
            return true;
        }

        @Override
        public String label() {
            return "score";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(codes(card));
        }

        @Override
        public float[] run(Model vae, List<float[]> inputs, int count) {
            return vae.logLikelihood(inputs.get(0), count, seen);
        }

        @Override
        public float[] cut(float[] all, int count, int from, int rows) {
            return slice(all, count, from, rows);
        }
    }

    /** As {@link ScoreSeen}, with gradients. */
    record Slope(Observation seen) implements Operation<ScoresAndGradients> {
        @Override
        public boolean joins() {
            return true;
        }

        @Override
        public String label() {
            return "slope";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(codes(card));
        }

        @Override
        public ScoresAndGradients run(Model vae, List<float[]> inputs, int count) {
            return vae.slopes(inputs.get(0), count, seen);
        }

        @Override
        public ScoresAndGradients cut(ScoresAndGradients all, int count, int from, int rows) {
            return new ScoresAndGradients(
                    slice(all.nats(), count, from, rows), slice(all.gradient(), count, from, rows));
        }
    }

    private static Input images(ModelCard card) {
        return new Input("images", card.input().shape().size());
    }

    private static Input codes(ModelCard card) {
        return new Input("codes", card.latent().dim());
    }

    private static float[] slice(float[] values, int count, int from, int rows) {
        int width = count == 0 ? 0 : values.length / count; // 0 for the variances of a point posterior too
        return Arrays.copyOfRange(values, from * width, (from + rows) * width);
    }

    record Encode() implements Operation<Codes> {
        @Override
        public boolean joins() {
            return true;
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
        public Codes run(Model vae, List<float[]> inputs, int count) {
            return vae.encode(inputs.get(0), count);
        }

        @Override
        public Codes cut(Codes all, int count, int from, int rows) {
            return new Codes(
                    rows, all.dim(), slice(all.mu(), count, from, rows), slice(all.logvar(), count, from, rows));
        }
    }

    record Decode(boolean joins) implements Operation<float[]> {
        @Override
        public String label() {
            return "decode";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(codes(card));
        }

        @Override
        public float[] run(Model vae, List<float[]> inputs, int count) {
            return vae.decode(inputs.get(0), count);
        }

        @Override
        public float[] cut(float[] all, int count, int from, int rows) {
            return slice(all, count, from, rows);
        }
    }

    record DecodeBytes() implements Operation<byte[]> {
        @Override
        public boolean joins() {
            return true;
        }

        @Override
        public String label() {
            return "decode";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(codes(card));
        }

        @Override
        public byte[] run(Model vae, List<float[]> inputs, int count) {
            return vae.decodeBytes(inputs.get(0), count);
        }

        @Override
        public byte[] cut(byte[] all, int count, int from, int rows) {
            int width = all.length / count;
            return Arrays.copyOfRange(all, from * width, (from + rows) * width);
        }
    }

    record Score() implements Operation<float[]> {
        @Override
        public boolean joins() {
            return true;
        }

        @Override
        public String label() {
            return "score";
        }

        @Override
        public List<Input> inputs(ModelCard card) {
            return List.of(codes(card), images(card));
        }

        @Override
        public float[] run(Model vae, List<float[]> inputs, int count) {
            return vae.logLikelihood(inputs.get(0), inputs.get(1), count);
        }

        @Override
        public float[] cut(float[] all, int count, int from, int rows) {
            return slice(all, count, from, rows);
        }
    }
}
