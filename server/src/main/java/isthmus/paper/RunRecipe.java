package isthmus.paper;

/**
 * The recipe of a training: one hidden layer of tanh units in each network and batches of 100 images with one draw each, as
 * the paper has them, under AdamW where it had Adagrad. Any thread.
 *
 * @param hidden units of each network
 * @param heldOut images of the training part that no step sees
 * @param rate the highest of the optimiser
 * @param refined whether the encoder is a search for the best q(z|x), so that one proposal measures all methods
 */
record RunRecipe(FigureRun run, int hidden, int heldOut, double rate, boolean refined) {
    /** Of the paper: 10 leapfrog steps tuned to 90% acceptance, and 5 updates of the weights for a draw. */
    private static final String CHAINS =
            "\"chains\": {\"proposals\": 1, \"moves\": 1, \"leaps\": 10, \"acceptance\": 0.9, \"updates\": 5},\n";

    private static final String SEARCH = "\"refinement\": {\"steps\": 8, \"width\": 1.7, \"starts\": 256},\n";

    String text() {
        boolean mcem = run.method().equals("mcem");
        String network = "{\"family\": \"mlp\", \"dense\": [%d], \"activation\": \"tanh\"}".formatted(hidden);
        boolean faces = run.data().equals("frey");
        return """
                {"id": "%s", "title": "%s", "description": "A training of a figure.",
                "method": "%s", "data": "%s", "validation": {"count": %d},
                %s"decoder": %s, "latent": %d,
                "likelihood": %s, "beta": 1,
                "optimiser": {"rate": %s, "rise": 100, "beta1": 0.9, "beta2": 0.999},
                %s%s"batch": 100, "epochs": %d, "seed": %d}
                """.formatted(
                run.id(),
                run.id(),
                run.method(),
                run.data(),
                heldOut,
                mcem ? "" : "\"encoder\": " + network + ",\n",
                network,
                run.latent(),
                faces ? "{\"family\": \"gaussian\", \"sigma\": 0.1, \"learned\": true}" : "{\"family\": \"bernoulli\"}",
                rate,
                mcem ? CHAINS : "",
                refined || mcem ? SEARCH : "",
                run.epochs(),
                run.seed());
    }
}
