package isthmus.train;

/** The learning rate and beta at each step of a training. Immutable; any thread. */
record Schedule(Recipe recipe, long stepsPerEpoch) {
    /** Linear warm-up, then a cosine to zero at the end of the last epoch. */
    double rate(long step) {
        Recipe.Optimiser o = recipe.optimiser();
        if (step < o.rise()) {
            return o.rate() * (step + 1) / o.rise();
        }
        double progress = (double) (step - o.rise()) / Math.max(1, stepsPerEpoch * recipe.epochs() - o.rise());
        return o.rate() * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
    }

    /**
     * From startBeta to beta over the warm-up epochs: linear from 0, geometric from above 0, so that it is as long between
     * 60 and 30 as between 6 and 3.
     */
    double beta(long step) {
        long warmup = stepsPerEpoch * recipe.warmup();
        if (step >= warmup) {
            return recipe.beta();
        }
        double progress = (double) (step + 1) / warmup;
        double from = recipe.startBeta();
        return from == 0 ? recipe.beta() * progress : from * Math.pow(recipe.beta() / from, progress);
    }
}
