package isthmus.bench;

/** The benchmarks, in the order in which they run. Any thread. */
public enum Benchmark {
    STREAMING,
    HOVER,
    REPORT,
    MANY,
    STALLED,
    OVERLOAD,
    PROCESSOR, // of a server that has worked for a while, whose code the second compiler has had
    IDLE,
    START;

    Measure measure() {
        return switch (this) {
            case STREAMING -> new Streaming();
            case HOVER -> new RoundTrip();
            case REPORT -> new DuringReports();
            case MANY -> new ManySessions();
            case STALLED -> new StalledReader();
            case OVERLOAD -> new Overload();
            case PROCESSOR -> new ProcessorTime();
            case IDLE -> new IdleSessions();
            case START -> new Start();
        };
    }
}
