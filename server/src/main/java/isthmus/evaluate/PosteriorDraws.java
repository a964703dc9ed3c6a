package isthmus.evaluate;

import isthmus.Failure;
import isthmus.inference.Model;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import java.util.function.IntConsumer;

/**
 * Draws of z from the posterior of each image, each scored by log p(x|z), in batches of bounded size. Each image has a
 * random stream of its own, so its draws do not depend on the batches. One thread at a time.
 */
final class PosteriorDraws {
    /** Receives the draws, those of one image in order. */
    interface Sink {
        /**
         * @param z (rows, dim), of which the row is the draw; reused, so not to be kept
         * @param logLikelihood log p(x|z) in nats
         */
        void accept(int image, Posterior posterior, float[] z, int row, double logLikelihood);
    }

    private final Model model;
    private final EvaluationImages images;
    private final PosteriorBatch posteriors;
    private final int batch;

    /**
     * @param posteriors of the images
     * @param batch codes scored at a time
     */
    PosteriorDraws(Model model, EvaluationImages images, PosteriorBatch posteriors, int batch) {
        this.model = model;
        this.images = images;
        this.posteriors = posteriors;
        this.batch = batch;
    }

    /**
     * @param streams has a substream for each image
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
        Posterior[] q = new Posterior[block];
        for (int i = 0; i < block; i++) {
            noise[i] = streams.stream(images.index(from + i));
            q[i] = posteriors.get(from + i);
        }
        for (int done = 0; done < draws; done += batch) {
            int perImage = Math.min(batch, draws - done);
            float[] z = new float[block * perImage * posteriors.dim()];
            for (int row = 0; row < block * perImage; row++) {
                q[row / perImage].draw(noise[row / perImage], z, row);
            }
            float[] scores = model.needScorer().logLikelihood(z, perImage, pixels, block);
            for (int row = 0; row < block * perImage; row++) {
                int image = from + row / perImage;
                if (!Float.isFinite(scores[row])) {
                    throw Failure.modelFailed(
                            model.card().id(),
                            "a finite log p(x|z) for image %d of %s"
                                    .formatted(
                                            images.index(image), images.data().name()),
                            scores[row]);
                }
                sink.accept(image, q[row / perImage], z, row, scores[row]);
            }
        }
    }
}
