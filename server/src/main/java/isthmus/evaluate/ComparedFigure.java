package isthmus.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A figure by which models are compared. Any thread. */
public enum ComparedFigure {
    @JsonProperty("bound")
    BOUND(Kind.LIKELIHOOD, "bound", 2, Better.MORE),
    @JsonProperty("log-likelihood")
    LOG_LIKELIHOOD(Kind.LIKELIHOOD, "log p(x)", 2, Better.MORE),
    @JsonProperty("gap")
    GAP(Kind.LIKELIHOOD, "gap", 2, Better.LESS),
    @JsonProperty("approximation")
    APPROXIMATION(Kind.LIKELIHOOD, "of it approximation", 2, Better.LESS),
    @JsonProperty("amortisation")
    AMORTISATION(Kind.LIKELIHOOD, "of it amortisation", 2, Better.LESS),
    @JsonProperty("rate")
    RATE(Kind.LIKELIHOOD, "rate", 2, Better.NEITHER),
    @JsonProperty("distortion")
    DISTORTION(Kind.LIKELIHOOD, "distortion", 2, Better.LESS),
    @JsonProperty("score-at-mean")
    SCORE_AT_MEAN(Kind.LIKELIHOOD, "log p(x|z) at the mean", 2, Better.MORE),
    @JsonProperty("score-at-best")
    SCORE_AT_BEST(Kind.LIKELIHOOD, "log p(x|z) at the best code", 2, Better.MORE),
    @JsonProperty("error-at-mean")
    ERROR_AT_MEAN(Kind.RECONSTRUCTION, "grey levels off at the mean", 2, Better.LESS),
    @JsonProperty("error-at-best")
    ERROR_AT_BEST(Kind.RECONSTRUCTION, "grey levels off at the best code", 2, Better.LESS),
    @JsonProperty("class-kept")
    CLASS_KEPT(Kind.RECONSTRUCTION, "class kept, %", 1, Better.MORE),
    @JsonProperty("encode-time")
    ENCODE_TIME(Kind.RECONSTRUCTION, "encode, ms", 3, Better.LESS),
    @JsonProperty("decode-time")
    DECODE_TIME(Kind.RECONSTRUCTION, "decode, ms", 3, Better.LESS),
    @JsonProperty("holes")
    HOLES(Kind.DRAWS, "in holes, %", 1, Better.LESS),
    @JsonProperty("sharpness")
    SHARPNESS(Kind.DRAWS, "sharpness", 3, Better.NEITHER),
    @JsonProperty("confidence")
    CONFIDENCE(Kind.DRAWS, "confidence, %", 1, Better.NEITHER),
    @JsonProperty("missing")
    MISSING(Kind.DRAWS, "classes missing", 0, Better.LESS),
    @JsonProperty("frechet")
    FRECHET(Kind.DRAWS, "Fréchet distance", 1, Better.LESS);

    /** Figures that share a table. */
    public enum Kind {
        /** Nats an image: of one data set and one kind of likelihood. */
        LIKELIHOOD,
        /** Of one data set. */
        RECONSTRUCTION,
        /** Of one data set. */
        DRAWS
    }

    /** Which of two models is the better by a figure. */
    public enum Better {
        MORE,
        LESS,
        /** There is none: it is to be seen beside others. */
        NEITHER
    }

    private final Kind kind;
    private final String title;
    private final int decimals;
    private final Better better;

    ComparedFigure(Kind kind, String title, int decimals, Better better) {
        this.kind = kind;
        this.title = title;
        this.decimals = decimals;
        this.better = better;
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

    public Better better() {
        return better;
    }
}
