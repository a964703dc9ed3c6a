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

    /**
     * From the start's beta to the recipe's over the warm-up epochs: straight from 0, and by equal factors from above 0,
     * so that it stays as long between 60 and 30 as between 6 and 3.
     */
    double beta(long step) {
        long way = stepsAnEpoch * recipe.warmup();
        if (step >= way) {
            return recipe.beta();
        }
        double through = (double) (step + 1) / way;
        double from = recipe.startBeta();
        return from == 0 ? recipe.beta() * through : from * Math.pow(recipe.beta() / from, through);
    }
}
