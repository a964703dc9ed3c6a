package isthmus.image;

/** The part of a picture that a model's input shows; it may reach beyond the picture. Immutable; any thread. */
record Window(Box part) {
    /** The largest centred part of the right aspect ratio, or the smallest that holds all. */
    static Window of(Picture picture, Shape shape, boolean cropped) {
        double height = picture.height();
        double width = picture.width();
        // A picture wider than the input is made narrower by cropping and higher by padding.
        boolean wide = width * shape.height() > height * shape.width();
        double across = 1;
        double down = 1;
        if (wide == cropped) {
            across = height * shape.width() / shape.height() / width;
        } else {
            down = width * shape.height() / shape.width() / height;
        }
        return new Window(new Box((1 - across) / 2, (1 - down) / 2, (1 + across) / 2, (1 + down) / 2));
    }

    /**
     * The part in which the figure's box is so many pixels on its longer side, begins where a pixel does, and is centred.
     *
     * @param side of the box in pixels of the shape
     */
    static Window around(Figure figure, Picture picture, Shape shape, int side, Centring centring) {
        Box box = figure.box();
        double across = box.width() * picture.width();
        double down = box.height() * picture.height();
        double pixel = Math.max(across, down) / side; // of the shape, in pixels of the picture
        pixel = Math.max(pixel, Math.max(down / shape.height(), across / shape.width()));
        int rows = Math.max(1, Math.min(shape.height(), (int) Math.round(down / pixel)));
        int columns = Math.max(1, Math.min(shape.width(), (int) Math.round(across / pixel)));
        double pixelAcross = pixel / picture.width();
        double pixelDown = pixel / picture.height();
        Box patch = new Box(
                        -columns * pixelAcross / 2,
                        -rows * pixelDown / 2,
                        columns * pixelAcross / 2,
                        rows * pixelDown / 2)
                .moved((box.left() + box.right()) / 2, (box.top() + box.bottom()) / 2);
        int top = (shape.height() - rows + 1) / 2;
        int left = (shape.width() - columns + 1) / 2;
        if (centring == Centring.MASS) {
            double[] mass = massCentre(figure.share(patch, rows, columns), columns);
            top = (int) Math.max(0, Math.min(shape.height() - rows, Math.round(shape.height() / 2 - mass[0])));
            left = (int) Math.max(0, Math.min(shape.width() - columns, Math.round(shape.width() / 2 - mass[1])));
        }
        double x = patch.left() - left * pixelAcross;
        double y = patch.top() - top * pixelDown;
        return new Window(new Box(x, y, x + shape.width() * pixelAcross, y + shape.height() * pixelDown));
    }

    /** Row and column, counted from 0. */
    static double[] massCentre(float[] plane, int width) {
        double mass = 1e-9;
        double row = 0;
        double column = 0;
        for (int p = 0; p < plane.length; p++) {
            mass += plane[p];
            row += plane[p] * (double) (p / width);
            column += plane[p] * (double) (p % width);
        }
        return new double[] {row / mass, column / mass};
    }

    /** Mean luma of the outermost pixels. */
    static double borderBrightness(float[][] planes, Shape shape) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                if (y == 0 || x == 0 || y == shape.height() - 1 || x == shape.width() - 1) {
                    int p = y * shape.width() + x;
                    sum += planes.length == 1 ? planes[0][p] : Fit.brightness(planes[0][p], planes[1][p], planes[2][p]);
                    count++;
                }
            }
        }
        return sum / count;
    }
}
