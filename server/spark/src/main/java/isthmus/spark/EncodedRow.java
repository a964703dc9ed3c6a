package isthmus.spark;

import isthmus.estimate.Elbo;
import isthmus.estimate.IwaeBounds;
import isthmus.latent.PosteriorBatch;
import java.util.Arrays;

/**
 * What a model says of one image. Not shuffled. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param source the image as it came in
 * @param mu (dim) means of q(z|x); null where the image could not be encoded
 * @param logvar (dim) log variances; null for a point too
 * @param elbo the bound and its terms; null where the image could not be encoded
 * @param importance the importance-weighted bounds; null where they were not asked for
 * @param error why the image could not be encoded, or null
 */
record EncodedRow(CorpusRow source, float[] mu, float[] logvar, Elbo elbo, IwaeBounds importance, String error) {
    static EncodedRow failed(CorpusRow source, String error) {
        return new EncodedRow(source, null, null, null, null, error);
    }

    static EncodedRow of(CorpusRow source, PosteriorBatch posteriors, int at, Elbo elbo, IwaeBounds importance) {
        int from = at * posteriors.dim();
        int to = from + posteriors.dim();
        return new EncodedRow(
                source,
                Arrays.copyOfRange(posteriors.means(), from, to),
                posteriors.hasDensity() ? Arrays.copyOfRange(posteriors.logvar(), from, to) : null,
                elbo,
                importance,
                null);
    }
}
