package isthmus.evaluate;

/** A figure by which models are compared. Any thread. */
public enum ComparedFigure {
    BOUND(Kind.LIKELIHOOD, "bound", 2),
    LOG_LIKELIHOOD(Kind.LIKELIHOOD, "log p(x)", 2),
    GAP(Kind.LIKELIHOOD, "gap", 2),
    APPROXIMATION(Kind.LIKELIHOOD, "of it approximation", 2),
    AMORTISATION(Kind.LIKELIHOOD, "of it amortisation", 2),
    RATE(Kind.LIKELIHOOD, "rate", 2),
    DISTORTION(Kind.LIKELIHOOD, "distortion", 2),
    SCORE_AT_MEAN(Kind.LIKELIHOOD, "log p(x\\|z) at the mean", 2),
    SCORE_AT_BEST(Kind.LIKELIHOOD, "log p(x\\|z) at the best code", 2),
    ERROR_AT_MEAN(Kind.RECONSTRUCTION, "grey levels off at the mean", 2),
    ERROR_AT_BEST(Kind.RECONSTRUCTION, "grey levels off at the best code", 2),
    CLASS_KEPT(Kind.RECONSTRUCTION, "class kept, %", 1),
    ENCODE_TIME(Kind.RECONSTRUCTION, "encode, ms", 3),
    DECODE_TIME(Kind.RECONSTRUCTION, "decode, ms", 3),
    HOLES(Kind.DRAWS, "in holes, %", 1),
    SHARPNESS(Kind.DRAWS, "sharpness", 3),
    CONFIDENCE(Kind.DRAWS, "confidence, %", 1),
    MISSING(Kind.DRAWS, "classes missing", 0),
    FRECHET(Kind.DRAWS, "Fréchet distance", 1);

    /** Figures that share a table. */
    public enum Kind {
        /** Nats an image: of one data set and one kind of likelihood. */
        LIKELIHOOD,
        /** Of one data set. */
        RECONSTRUCTION,
        /** Of one data set. */
        DRAWS
    }

    private final Kind kind;
    private final String title;
    private final int decimals;

    ComparedFigure(Kind kind, String title, int decimals) {
        this.kind = kind;
        this.title = title;
        this.decimals = decimals;
    }

    public Kind kind() {
        return kind;
    }

    /** What its column is called. */
    public String title() {
        return title;
    }

    public int decimals() {
        return decimals;
    }
}
