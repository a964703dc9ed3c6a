package isthmus.check;

import isthmus.Failure;

/** What a model's folder says, or a report says of the model, and can be computed again. Any thread. */
public enum Claim {
    FILES("files"),
    FIGURES("figures"),
    ATLAS_ROWS("atlas rows"),
    DECODES("decodes"),
    HISTORY("history"),
    COVERAGE("coverage"),
    SUPPORT("support"),
    ERROR_BARS("error bars"),
    EVIDENCE("log p(x)");

    private final String title;

    Claim(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }

    /** Computes it again, on the thread of the model. */
    public Finding check(Subject subject) {
        try {
            return switch (this) {
                case FILES -> HashedFiles.check(subject);
                case FIGURES -> AtlasFigures.check(subject);
                case ATLAS_ROWS -> AtlasRows.check(subject);
                case DECODES -> PriorDecodes.check(subject);
                case HISTORY -> LastDraws.check(subject);
                case COVERAGE -> CoverageFigures.check(subject);
                case SUPPORT -> SupportFigures.check(subject);
                case ERROR_BARS -> ErrorBars.check(subject);
                case EVIDENCE -> RefinedEvidence.check(subject);
            };
        } catch (Failure e) {
            return e.kind() == Failure.Kind.NOT_FOUND
                    ? Finding.notChecked("%s", Subject.missing(e))
                    : Finding.of(false, "%s", e.getMessage());
        }
    }
}
