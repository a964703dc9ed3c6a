package isthmus.image;

/**
 * What stands out from the background of a picture, and how much of it is in each pixel. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param look the part of the picture that was looked at
 * @param part where that part is
 * @param box around the figure, in the picture
 * @param share (height × width) of the look, in [0,1], 0 wherever there is background: of a grey picture the contrast, of a
 *     coloured one the cover
 * @param dark whether it is darker than its background
 */
record Figure(Look look, Box part, Box box, float[] share, boolean dark) {
    /** Which figures count. */
    enum Tone {
        DARK,
        BRIGHT,
        EITHER
    }

    private static final int SIDE = 240; // pixels of a look
    private static final double SMALL = 0.5; // share of the look's longer side; a smaller figure is looked at again
    private static final double AROUND = 1.8; // how much larger than the box the second look is
    private static final double LEAST_CONTRAST = 0.08;
    private static final double SURE = 5; // standard deviations of the grain that part of a figure stands out
    private static final double POSSIBLE = 3; // that all of it does
    private static final double SURE_OF_PEAK = 0.4; // the same as shares of the figure's own contrast
    private static final double POSSIBLE_OF_PEAK = 0.15;
    private static final double PEAK = 0.995; // quantile of the contrast in the figure that counts as full
    private static final double STEEPER = 2; // how much a figure of two tones is, around the half: its edges were sharp

    /**
     * The figure of a picture; null where nothing stands out.
     *
     * @param twoTone whether its greys are but those of blurred edges
     */
    static Figure find(Picture picture, boolean colour, boolean twoTone, Tone tone) {
        Figure first = in(picture, Box.WHOLE, colour, twoTone, tone);
        if (first == null) {
            return null;
        }
        boolean reduced = Math.max(picture.width(), picture.height()) > SIDE;
        if (!reduced || Math.max(first.box.width(), first.box.height()) > SMALL) {
            return first;
        }
        Figure closer = in(picture, first.box.around(AROUND), colour, twoTone, tone);
        return closer == null ? first : closer;
    }

    private static Figure in(Picture picture, Box part, boolean colour, boolean twoTone, Tone tone) {
        Look look = Look.atMost(picture, part, SIDE);
        int height = look.height();
        int width = look.width();
        if (colour && !look.isOpaque()) {
            Blobs cover = Blobs.of(look.planes()[3], height, width, 0.02, 0.5);
            return cover.isEmpty() ? null : new Figure(look, part, cover.box().outOf(part), look.planes()[3], false);
        }
        float ground = look.brightness() < 0.5 ? 1 : 0; // behind what is transparent
        float[][] planes = look.over(new float[] {ground, ground, ground}, colour ? 3 : 1);
        float[] apart = new float[height * width];
        double grain = apart(planes, height, width, apart);
        boolean dark = tone == Tone.DARK || (tone == Tone.EITHER && sum(apart, grain) > 0);
        if (!colour) {
            for (int p = 0; p < apart.length; p++) {
                apart[p] = Math.max(0, dark ? apart[p] : -apart[p]);
            }
        }
        float[] smooth = Blobs.smoothed(apart, height, width);
        double peak = Blobs.quantileAbove(smooth, Math.max(LEAST_CONTRAST / 2, SURE * grain), PEAK);
        if (peak < Math.max(LEAST_CONTRAST, SURE * grain)) {
            return null;
        }
        Blobs blobs = Blobs.of(
                smooth,
                height,
                width,
                Math.max(POSSIBLE * grain, POSSIBLE_OF_PEAK * peak),
                Math.max(SURE * grain, SURE_OF_PEAK * peak));
        if (blobs.isEmpty()) {
            return null;
        }
        double steep = twoTone ? STEEPER : 1;
        float[] share = new float[apart.length];
        boolean[] inside = colour ? blobs.filled() : blobs.inside();
        for (int p = 0; p < share.length; p++) {
            double contrast = colour ? 1 : 0.5 + steep * (apart[p] / peak - 0.5);
            share[p] = inside[p] ? (float) Math.max(0, Math.min(1, contrast)) : 0;
        }
        return new Figure(look, part, blobs.box().outOf(part), share, dark);
    }

    /**
     * How far each pixel is from the background: of one plane how much darker, of several the most that any differs.
     *
     * @return the grain of the background, after smoothing
     */
    private static double apart(float[][] planes, int height, int width, float[] apart) {
        double grain = 0;
        for (float[] plane : planes) {
            float[] smooth = Blobs.smoothed(plane, height, width);
            Paper paper = Paper.of(smooth, height, width);
            grain = Math.max(grain, paper.grain());
            for (int p = 0; p < apart.length; p++) {
                float darker = (float) paper.at(p) - plane[p];
                apart[p] = planes.length == 1 ? darker : Math.max(apart[p], Math.abs(darker));
            }
        }
        return grain;
    }

    /** How much darker than brighter it is, of what is more than grain. */
    private static double sum(float[] darker, double grain) {
        double sum = 0;
        for (float by : darker) {
            sum += Math.abs(by) > Math.max(SURE * grain, LEAST_CONTRAST) ? by : 0;
        }
        return sum;
    }

    /** The share of the figure in each of (height × width) pixels over a window of the picture. */
    float[] share(Box window, int height, int width) {
        return resampled(share, window, height, width);
    }

    /** The figure's colours times its share, three planes of (height × width) over a window of the picture. */
    float[][] colours(Box window, int height, int width) {
        float[][] out = new float[3][];
        for (int c = 0; c < 3; c++) {
            float[] plane = look.planes()[c].clone();
            if (look.isOpaque()) { // otherwise the share is the alpha, by which it is multiplied already
                for (int p = 0; p < plane.length; p++) {
                    plane[p] *= share[p];
                }
            }
            out[c] = resampled(plane, window, height, width);
        }
        return out;
    }

    private float[] resampled(float[] plane, Box window, int toHeight, int toWidth) {
        Box in = window.within(part);
        int height = look.height();
        int width = look.width();
        return ResampleWeights.of(height, in.top() * height, in.bottom() * height, toHeight)
                .times(plane, ResampleWeights.of(width, in.left() * width, in.right() * width, toWidth), width);
    }
}
