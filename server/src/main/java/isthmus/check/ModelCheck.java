package isthmus.check;

import isthmus.check.Finding.Outcome;
import isthmus.inference.Model;
import isthmus.model.ModelFolder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Computes all claims of a model again. One thread, that of the model. */
public final class ModelCheck {
    private ModelCheck() {}

    /**
     * @param opener opens the networks, where a claim is about them
     * @param told each claim with what came of it
     * @return whether none fails
     */
    public static boolean run(
            ModelFolder folder,
            Function<ModelFolder, Model> opener,
            CheckOptions options,
            BiConsumer<Claim, Finding> told) {
        boolean whole = true;
        boolean all = true;
        try (Subject subject = new Subject(folder, opener, options)) {
            for (Claim claim : Claim.values()) {
                if (claim != Claim.FILES && !options.claims().contains(claim)) {
                    continue;
                }
                Finding found = whole ? claim.check(subject) : Finding.notChecked("the files are not the card's");
                told.accept(claim, found);
                all &= found.outcome() != Outcome.FAILS;
                whole &= claim != Claim.FILES || all;
            }
        }
        return all;
    }
}
