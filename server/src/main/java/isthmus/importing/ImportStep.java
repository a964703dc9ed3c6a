package isthmus.importing;

/** How far an import has come. */
public enum ImportStep {
    FILES,
    SIZES,
    READINGS,
    SPREAD,
    WRITING
}
