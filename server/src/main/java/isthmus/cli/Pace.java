package isthmus.cli;

import isthmus.inference.torch.BareNetwork;

/**
 * How fast images are encoded, held against the encoder alone. The two take turns, some thousand images each, so that
 * whatever else a machine does meanwhile slows both alike. The first turn, in which Java still loads and compiles what
 * it runs through, counts only where it is the only one. One thread, that of the encoder.
 */
final class Pace {
    private static final double ENOUGH = 1; // seconds of the bare encoder, after which encoding goes on alone

    private final BareNetwork bare;
    private long since;
    private int turns;
    private int done; // images encoded in all
    private int images; // of them those that count
    private double seconds; // that these took
    private long bareImages;
    private double bareSeconds;

    /** Begins with a turn of encoding. */
    Pace(BareNetwork bare) {
        this.bare = bare;
        since = System.nanoTime();
    }

    /** Ends a turn of encoding, runs the bare encoder for as many images, and begins the next turn. */
    void encoded(int all) {
        double lap = lap();
        if (turns++ == 1) {
            images = 0;
            seconds = 0;
            bareImages = 0;
            bareSeconds = 0;
        }
        images += all - done;
        seconds += lap;
        if (bareSeconds < ENOUGH) {
            bareImages += bare.run(all - done);
            bareSeconds += lap();
        }
        done = all;
    }

    private double lap() {
        long now = System.nanoTime();
        double lap = (now - since) / 1e9;
        since = now;
        return lap;
    }

    /** Images a second of the encoding. */
    double speed() {
        return images / seconds;
    }

    /** Images a second of the bare encoder. */
    double bareSpeed() {
        return bareImages / bareSeconds;
    }
}
