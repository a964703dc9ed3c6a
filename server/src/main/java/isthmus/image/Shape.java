package isthmus.image;

/** The size of one image as a network sees it: channels first, rows before columns. */
public record Shape(int channels, int height, int width) {
    public Shape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a shape has positive sides, not " + channels + "×" + height + "×" + width);
        }
    }

    /** How many values one image has. */
    public int size() {
        return channels * height * width;
    }

    /** Whether it has red, green and blue. */
    public boolean isColour() {
        return channels > 2;
    }

    /** Whether its last channel is alpha: a second or fourth one is taken for that. */
    public boolean hasAlpha() {
        return channels == 2 || channels == 4;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
