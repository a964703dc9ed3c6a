package isthmus.cli;

import isthmus.inference.torch.BareNetwork;

/**
 * Encoding speed relative to the bare encoder. The two alternate in rounds of some thousand images, so that other load slows
 * both alike. The first round, a warm-up, counts only where it is the only one. One thread, that of the encoder.
 */
final class EncodingSpeed {
    private static final double BARE_SECONDS = 1; // after which only encoding goes on

    private final BareNetwork bare;
    private long since;
    private int rounds;
    private int done; // images encoded so far
    private int images; // that count
    private double seconds; // of these
    private long bareImages;
    private double bareSeconds;

    /** Starts a round of encoding. */
    EncodingSpeed(BareNetwork bare) {
        this.bare = bare;
        since = System.nanoTime();
    }

    /** Ends a round of encoding, runs the bare encoder for as many images, and starts the next round. */
    void encoded(int all) {
        double lap = lap();
        if (rounds++ == 1) {
            images = 0;
            seconds = 0;
            bareImages = 0;
            bareSeconds = 0;
        }
        images += all - done;
        seconds += lap;
        if (bareSeconds < BARE_SECONDS) {
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
    double perSecond() {
        return images / seconds;
    }

    /** Images a second of the bare encoder. */
    double barePerSecond() {
        return bareImages / bareSeconds;
    }
}
