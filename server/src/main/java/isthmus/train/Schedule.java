package isthmus.train;

/** The learning rate and beta as they change over a training. */
record Schedule(Recipe recipe, long stepsAnEpoch) {
    /** A straight rise, then a cosine to zero at the end of the last epoch. */
    double rate(long step) {
        Recipe.Optimiser o = recipe.optimiser();
        if (step < o.rise()) {
            return o.rate() * (step + 1) / o.rise();
        }
        double through = (double) (step - o.rise()) / Math.max(1, stepsAnEpoch * recipe.epochs() - o.rise());
        return o.rate() * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, through)));
    }

    /** A straight way from the start's beta to the recipe's over the warm-up epochs. */
    double beta(long step) {
        long way = stepsAnEpoch * recipe.warmup();
        double from = recipe.startBeta();
        return step >= way ? recipe.beta() : from + (recipe.beta() - from) * (step + 1) / way;
    }
}
