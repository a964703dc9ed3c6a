package isthmus.inference;

import isthmus.model.ModelCard;

/** What an opened model can do, for those who ask on other threads than its own. */
record Capabilities(ModelCard card, boolean encoder, boolean scorer, boolean gradients) {
    static Capabilities of(Model model) {
        return new Capabilities(
                model.card(),
                model.encoder().isPresent(),
                model.scorer().isPresent(),
                model.gradients().isPresent());
    }
}
