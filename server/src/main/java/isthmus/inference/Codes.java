package isthmus.inference;

/**
 * What an encoder says of a batch: q(z|x) = N(mu, diag exp(logvar)) for each image.
 *
 * @param count images in the batch
 * @param dim latent dimensions
 * @param mu (count, dim)
 * @param logvar (count, dim) log variances; empty where the model's posterior is a point
 */
public record Codes(int count, int dim, float[] mu, float[] logvar) {
    public Codes {
        if (mu.length != count * dim || (logvar.length != 0 && logvar.length != count * dim)) {
            throw new IllegalArgumentException("expected " + count + "×" + dim + " values in mu and logvar, found "
                    + mu.length + " and " + logvar.length);
        }
    }
}
