package isthmus.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A figure by which models are compared. Any thread. */
public enum ComparedFigure {
    @JsonProperty("bound")
    BOUND(Kind.LIKELIHOOD, "bound", 2),
    @JsonProperty("log-likelihood")
    LOG_LIKELIHOOD(Kind.LIKELIHOOD, "log p(x)", 2),
    @JsonProperty("gap")
    GAP(Kind.LIKELIHOOD, "gap", 2),
    @JsonProperty("approximation")
    APPROXIMATION(Kind.LIKELIHOOD, "of it approximation", 2),
    @JsonProperty("amortisation")
    AMORTISATION(Kind.LIKELIHOOD, "of it amortisation", 2),
    @JsonProperty("rate")
    RATE(Kind.LIKELIHOOD, "rate", 2),
    @JsonProperty("distortion")
    DISTORTION(Kind.LIKELIHOOD, "distortion", 2),
    @JsonProperty("score-at-mean")
    SCORE_AT_MEAN(Kind.LIKELIHOOD, "log p(x\\|z) at the mean", 2),
    @JsonProperty("score-at-best")
    SCORE_AT_BEST(Kind.LIKELIHOOD, "log p(x\\|z) at the best code", 2),
    @JsonProperty("error-at-mean")
    ERROR_AT_MEAN(Kind.RECONSTRUCTION, "grey levels off at the mean", 2),
    @JsonProperty("error-at-best")
    ERROR_AT_BEST(Kind.RECONSTRUCTION, "grey levels off at the best code", 2),
    @JsonProperty("class-kept")
    CLASS_KEPT(Kind.RECONSTRUCTION, "class kept, %", 1),
    @JsonProperty("encode-time")
    ENCODE_TIME(Kind.RECONSTRUCTION, "encode, ms", 3),
    @JsonProperty("decode-time")
    DECODE_TIME(Kind.RECONSTRUCTION, "decode, ms", 3),
    @JsonProperty("holes")
    HOLES(Kind.DRAWS, "in holes, %", 1),
    @JsonProperty("sharpness")
    SHARPNESS(Kind.DRAWS, "sharpness", 3),
    @JsonProperty("confidence")
    CONFIDENCE(Kind.DRAWS, "confidence, %", 1),
    @JsonProperty("missing")
    MISSING(Kind.DRAWS, "classes missing", 0),
    @JsonProperty("frechet")
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
