package isthmus.inference;

import isthmus.Failure;
import isthmus.image.Pixels;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import java.util.Arrays;

/**
 * A model over plain arrays, as what it can do: whoever needs something asks for that capability, never for a kind of
 * model, and is refused where the model lacks it. Two things implement it: the network itself, confined to one thread,
 * and the engine in front of it, which any thread may call.
 */
public interface Model extends AutoCloseable {
    ModelCard card();

    /**
     * Runs a batch that nobody asked for, of a kind that has not run yet and takes longer the first time; tells whether
     * there may be more of them. Called where no job waits.
     */
    default boolean warm() {
        return false;
    }

    default Prior prior() {
        return card().prior().inCard(card().latent().dim());
    }

    /**
     * @param codes (count, dim)
     * @return the mean of p(x|z), (count, channels, height, width) in [0,1]
     */
    float[] decode(float[] codes, int count);

    /**
     * The mean of p(x|z) as images are scored by it: a Gaussian's may leave [0,1].
     *
     * @param codes (count, dim)
     * @return (count, channels, height, width)
     */
    default float[] scoredMeans(float[] codes, int count) {
        return decode(codes, count);
    }

    /**
     * Decodes into what is shown. A network rounds where it computes, so that a quarter of the memory is copied; this
     * default does so on the heap.
     *
     * @param codes (count, dim)
     * @return the mean of p(x|z) times 255 and rounded, (count, channels, height, width), unsigned
     */
    default byte[] decodeBytes(float[] codes, int count) {
        float[] mean = decode(codes, count);
        byte[] bytes = new byte[mean.length];
        Pixels.toBytes(mean, 0, bytes.length, bytes, 0);
        return bytes;
    }

    /**
     * The posteriors of images.
     *
     * @param images (count, channels, height, width) in [0,1]
     */
    default PosteriorBatch encode(float[] images, int count) {
        throw lacks("an encoder");
    }

    /**
     * Encodes images of a data set as it holds them. A network turns bytes into values where it computes; this default
     * does so on the heap.
     *
     * @param pixels (images, channels, height, width), unsigned bytes of which 255 is 1
     * @param from first of the images to encode
     * @param size values of an image
     */
    default PosteriorBatch encode(byte[] pixels, int from, int count, int size) {
        byte[] some = Arrays.copyOfRange(pixels, from * size, (from + count) * size);
        float[] images = new float[some.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = (some[i] & 0xFF) / 255f;
        }
        return encode(images, count);
    }

    /**
     * Scores each image under its own group of codes, so that many draws of one posterior need one copy of the image.
     *
     * @param codes (count, perImage, dim)
     * @param perImage codes for each image, at least 1
     * @param images (count, channels, height, width) in [0,1]
     * @return log p(x|z) in nats, (count, perImage), code j of image i at i · perImage + j
     */
    default float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        throw withoutLikelihood();
    }

    /**
     * Scores one observation under many codes.
     *
     * @param codes (count, dim)
     * @return log p(what is seen|z) in nats, (count)
     */
    default float[] logLikelihood(float[] codes, int count, Observation seen) {
        throw withoutLikelihood();
    }

    /** Whether {@link #scoresAndGradients} is there. The first call may take a moment: it is found out by trying. */
    default boolean hasGradients() {
        return false;
    }

    /**
     * Scores one observation under many codes, with the gradient by each code.
     *
     * @param codes (count, dim)
     */
    default ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        throw withoutGradients();
    }

    /**
     * Scores each image under its own group of codes, with the gradient by each code. A network runs several images at
     * once; this default runs one after another.
     *
     * @param codes (count, perImage, dim)
     * @param images (count, channels, height, width) in [0,1]
     * @return of code j of image i at i · perImage + j
     */
    default ScoresAndGradients scoresAndGradients(float[] codes, int perImage, float[] images, int count) {
        float[] nats = new float[count * perImage];
        float[] gradient = new float[codes.length];
        int width = codes.length / count;
        int size = images.length / count;
        for (int i = 0; i < count; i++) {
            ScoresAndGradients own = scoresAndGradients(
                    Arrays.copyOfRange(codes, i * width, (i + 1) * width),
                    perImage,
                    Observation.of(Arrays.copyOfRange(images, i * size, (i + 1) * size)));
            System.arraycopy(own.nats(), 0, nats, i * perImage, perImage);
            System.arraycopy(own.gradient(), 0, gradient, i * width, width);
        }
        return new ScoresAndGradients(nats, gradient);
    }

    /** The refusal of a model whose decoder has no derivative. */
    default Failure withoutGradients() {
        return lacks("a decoder that can be differentiated");
    }

    /** The refusal of a model that has no p(x|z), such as a generator that was trained against a discriminator. */
    default Failure withoutLikelihood() {
        return lacks("a likelihood p(x|z), by which images are scored");
    }

    private Failure lacks(String capability) {
        return Failure.badInput(card().id(), "a model with " + capability, "one without");
    }

    @Override
    void close();
}
