package isthmus.image;

import java.util.Arrays;

/**
 * Connected areas of a plane that stand out: those above a lower threshold that reach a higher one somewhere and are not
 * specks beside the heaviest. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param inside (height × width)
 * @param box around them, in the plane; null where there are none
 */
record Blobs(int height, int width, boolean[] inside, Box box) {
    private static final double SPECK = 0.02; // of the heaviest area's sum

    static Blobs of(float[] plane, int height, int width, double low, double high) {
        int[] area = new int[plane.length]; // 0 where there is none, or its number from 1
        double[] sums = new double[1];
        int[] queue = new int[plane.length];
        int count = 0;
        for (int start = 0; start < plane.length; start++) {
            if (area[start] == 0 && plane[start] > high) {
                count++;
                sums = sums.length > count ? sums : Arrays.copyOf(sums, 2 * count);
                int waiting = 0;
                queue[waiting++] = start;
                area[start] = count;
                while (waiting > 0) {
                    int p = queue[--waiting];
                    sums[count] += plane[p];
                    for (int y = Math.max(0, p / width - 1); y <= Math.min(height - 1, p / width + 1); y++) {
                        for (int x = Math.max(0, p % width - 1); x <= Math.min(width - 1, p % width + 1); x++) {
                            int next = y * width + x;
                            if (area[next] == 0 && plane[next] > low) {
                                area[next] = count;
                                queue[waiting++] = next;
                            }
                        }
                    }
                }
            }
        }
        double least = SPECK * Arrays.stream(sums).max().orElse(0);
        boolean[] inside = new boolean[plane.length];
        for (int p = 0; p < plane.length; p++) {
            inside[p] = area[p] > 0 && sums[area[p]] >= least;
        }
        return new Blobs(height, width, inside, box(inside, height, width));
    }

    private static Box box(boolean[] inside, int height, int width) {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int p = 0; p < inside.length; p++) {
            if (inside[p]) {
                left = Math.min(left, p % width);
                right = Math.max(right, p % width + 1);
                top = Math.min(top, p / width);
                bottom = Math.max(bottom, p / width + 1);
            }
        }
        return right == 0
                ? null
                : new Box(
                        (double) left / width, (double) top / height, (double) right / width, (double) bottom / height);
    }

    boolean isEmpty() {
        return box == null;
    }

    /** With what they enclose: all that cannot be reached from the border outside of them. */
    boolean[] filled() {
        boolean[] outside = new boolean[inside.length];
        int[] queue = new int[inside.length];
        int waiting = 0;
        for (int p = 0; p < inside.length; p++) {
            boolean border = p < width || p >= inside.length - width || p % width == 0 || p % width == width - 1;
            if (border && !inside[p]) {
                outside[p] = true;
                queue[waiting++] = p;
            }
        }
        while (waiting > 0) {
            int p = queue[--waiting];
            int[] beside = {p % width > 0 ? p - 1 : p, p % width < width - 1 ? p + 1 : p, p - width, p + width};
            for (int next : beside) {
                if (next >= 0 && next < inside.length && !inside[next] && !outside[next]) {
                    outside[next] = true;
                    queue[waiting++] = next;
                }
            }
        }
        boolean[] filled = new boolean[inside.length];
        for (int p = 0; p < filled.length; p++) {
            filled[p] = !outside[p];
        }
        return filled;
    }

    /** Each pixel's mean with its eight neighbours; the edge is repeated beyond. */
    static float[] smoothed(float[] plane, int height, int width) {
        float[] across = new float[plane.length];
        float[] out = new float[plane.length];
        for (int p = 0; p < plane.length; p++) {
            int x = p % width;
            across[p] = plane[p] + plane[x > 0 ? p - 1 : p] + plane[x < width - 1 ? p + 1 : p];
        }
        for (int p = 0; p < plane.length; p++) {
            float above = across[p >= width ? p - width : p];
            float below = across[p < plane.length - width ? p + width : p];
            out[p] = (above + across[p] + below) / 9;
        }
        return out;
    }

    /** A quantile of the values above a threshold; 0 where there are none. */
    static double quantileAbove(float[] plane, double least, double quantile) {
        float[] above = new float[plane.length];
        int count = 0;
        for (float value : plane) {
            if (value > least) {
                above[count++] = value;
            }
        }
        Arrays.sort(above, 0, count);
        return count == 0 ? 0 : above[(int) (quantile * (count - 1))];
    }
}
