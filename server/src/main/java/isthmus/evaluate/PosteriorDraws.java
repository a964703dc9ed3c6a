package isthmus.evaluate;

import isthmus.Failure;
import isthmus.inference.Model;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import java.util.function.IntConsumer;

/**
 * Draws of z from the posterior of each image, each scored by log p(x|z), in batches of bounded size however many
 * draws are asked for. An image's draws come from a stream of its own, so they do not depend on the batches. One
 * thread at a time.
 */
final class PosteriorDraws {
    /** Takes one draw after another, those of an image in their order. */
    interface Sink {
        /**
         * @param z (rows, dim), of which the row is the draw; not to be kept
         * @param logLikelihood log p(x|z) in nats
         */
        void accept(int image, Posterior posterior, float[] z, int row, double logLikelihood);
    }

    private final Model model;
    private final TestImages images;
    private final PosteriorBatch all;
    private final int batch;

    /**
     * @param posteriors of the images
     * @param batch codes that are scored at a time
     */
    PosteriorDraws(Model model, TestImages images, PosteriorBatch posteriors, int batch) {
        this.model = model;
        this.images = images;
        all = posteriors;
        this.batch = batch;
    }

    /**
     * @param streams one stream below it for each image
     * @param progress told how many images of the count are done
     */
    void forEach(int count, int draws, Noise streams, Sink sink, IntConsumer progress) {
        int block = Math.max(1, batch / draws);
        for (int from = 0; from < count; from += block) {
            int to = Math.min(count, from + block);
            score(from, to, draws, streams, sink);
            progress.accept(to);
        }
    }

    private void score(int from, int to, int draws, Noise streams, Sink sink) {
        int block = to - from;
        float[] pixels = images.floats(from, to);
        Noise[] noise = new Noise[block];
        Posterior[] posteriors = new Posterior[block];
        for (int i = 0; i < block; i++) {
            noise[i] = streams.stream(images.place(from + i));
            posteriors[i] = all.get(from + i);
        }
        for (int done = 0; done < draws; done += batch) {
            int perImage = Math.min(batch, draws - done);
            float[] z = new float[block * perImage * all.dim()];
            for (int row = 0; row < block * perImage; row++) {
                posteriors[row / perImage].draw(noise[row / perImage], z, row);
            }
            float[] scores = model.needScorer().logLikelihood(z, perImage, pixels, block);
            for (int row = 0; row < block * perImage; row++) {
                int image = from + row / perImage;
                if (!Float.isFinite(scores[row])) {
                    throw Failure.modelFailed(
                            model.card().id(),
                            "a finite log p(x|z) for image %d of %s"
                                    .formatted(
                                            images.place(image), images.data().name()),
                            scores[row]);
                }
                sink.accept(image, posteriors[row / perImage], z, row, scores[row]);
            }
        }
    }
}
