package isthmus.train;

/**
 * Codes drawn from the prior N(0, I), beside those that the images of a batch have, and how likely each makes each image.
 * One thread.
 *
 * @param codes (draws + images, dim)
 * @param scores log p(x|code) up to a constant of each image, (images, draws + images)
 */
record PriorDraws(float[] codes, float[] scores, int draws, int dim) {
    /**
     * @param drawn (draws, dim)
     * @param own (count, dim)
     */
    static PriorDraws of(TrainingSession session, float[] images, int count, float[] drawn, float[] own, int dim) {
        float[] codes = new float[drawn.length + own.length];
        System.arraycopy(drawn, 0, codes, 0, drawn.length);
        System.arraycopy(own, 0, codes, drawn.length, own.length);
        float[] scores = session.pairs(new EpochBatches.Batch(count, images, images, codes));
        return new PriorDraws(codes, scores, drawn.length / dim, dim);
    }

    float code(int draw, int d) {
        return codes[draw * dim + d];
    }

    double score(int image, int draw) {
        return scores[image * (codes.length / dim) + draw];
    }

    /** Under the image's own code. */
    double own(int image) {
        return score(image, draws + image);
    }
}
