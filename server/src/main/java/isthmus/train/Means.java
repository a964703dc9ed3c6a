package isthmus.train;

/** Means over the images of an epoch. One thread. */
final class Means {
    private double loss;
    private double reconstruction;
    private double kl;
    private long images;

    void add(TrainingSession.Terms terms, int count) {
        loss += terms.loss() * count;
        reconstruction += terms.reconstruction() * count;
        kl += terms.kl() * count;
        images += count;
    }

    double loss() {
        return loss / images;
    }

    double reconstruction() {
        return reconstruction / images;
    }

    double kl() {
        return kl / images;
    }
}
