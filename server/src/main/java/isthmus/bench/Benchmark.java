package isthmus.bench;

/** The benchmarks, in the order in which they run. Any thread. */
public enum Benchmark {
    STREAMING,
    HOVER,
    REPORT,
    MANY,
    STALLED,
    PROCESSOR,
    OVERLOAD,
    IDLE,
    START;

    Measure measure() {
        return switch (this) {
            case STREAMING -> new Streaming();
            case HOVER -> new RoundTrip();
            case REPORT -> new DuringReports();
            case MANY -> new ManySessions();
            case STALLED -> new StalledReader();
            case PROCESSOR -> new ProcessorTime();
            case OVERLOAD -> new Overload();
            case IDLE -> new IdleSessions();
            case START -> new Start();
        };
    }
}
