package isthmus.convert;

import java.util.function.DoubleBinaryOperator;

/** Convolutions and pooling of images in plain Java, by their definitions. Each pair is of rows and columns. */
public final class Windows {
    private Windows() {}

    private static int size(int side, int kernel, int stride, int before, int after, int dilation) {
        return (side + before + after - dilation * (kernel - 1) - 1) / stride + 1;
    }

    /** @param pads before rows, before columns, after rows, after columns */
    public static Array convolution(Array x, Array w, Array b, int[] strides, int[] pads, int[] dilations, int groups) {
        int inputs = w.shape()[1];
        int outputs = w.shape()[0] / groups;
        int[] shape = {
            x.shape()[0],
            w.shape()[0],
            size(x.shape()[2], w.shape()[2], strides[0], pads[0], pads[2], dilations[0]),
            size(x.shape()[3], w.shape()[3], strides[1], pads[1], pads[3], dilations[1])
        };
        return Array.fill(shape, p -> {
            double sum = b.at(p[1]);
            for (int c = 0; c < inputs; c++) {
                for (int i = 0; i < w.shape()[2]; i++) {
                    for (int j = 0; j < w.shape()[3]; j++) {
                        sum += w.at(p[1], c, i, j)
                                * x.orZero(
                                        p[0],
                                        p[1] / outputs * inputs + c,
                                        p[2] * strides[0] - pads[0] + i * dilations[0],
                                        p[3] * strides[1] - pads[1] + j * dilations[1]);
                    }
                }
            }
            return sum;
        });
    }

    /** Each number of the input adds the weights to a window of what comes out. */
    public static Array transposed(
            Array x, Array w, Array b, int[] strides, int[] pads, int[] further, int[] dilations, int groups) {
        int[] shape = {x.shape()[0], w.shape()[1] * groups, 0, 0};
        for (int side = 0; side < 2; side++) {
            shape[2 + side] = (x.shape()[2 + side] - 1) * strides[side]
                    - pads[side]
                    - pads[2 + side]
                    + dilations[side] * (w.shape()[2 + side] - 1)
                    + further[side]
                    + 1;
        }
        double[] out = Array.fill(shape, p -> b.at(p[1])).values();
        Array.fill(x.shape(), p -> {
            int inputs = x.shape()[1] / groups;
            for (int o = 0; o < w.shape()[1]; o++) {
                for (int i = 0; i < w.shape()[2]; i++) {
                    for (int j = 0; j < w.shape()[3]; j++) {
                        int channel = p[1] / inputs * w.shape()[1] + o;
                        int row = p[2] * strides[0] - pads[0] + i * dilations[0];
                        int column = p[3] * strides[1] - pads[1] + j * dilations[1];
                        if (row >= 0 && row < shape[2] && column >= 0 && column < shape[3]) {
                            out[((p[0] * shape[1] + channel) * shape[2] + row) * shape[3] + column] +=
                                    x.at(p) * w.at(p[1], o, i, j);
                        }
                    }
                }
            }
            return 0;
        });
        return Array.of(shape, out);
    }

    /** @param counted whether places outside count in an average; for a maximum they never do */
    public static Array pool(Array x, int[] kernel, int[] strides, int[] pads, boolean average, boolean counted) {
        int[] shape = {
            x.shape()[0],
            x.shape()[1],
            size(x.shape()[2], kernel[0], strides[0], pads[0], pads[2], 1),
            size(x.shape()[3], kernel[1], strides[1], pads[1], pads[3], 1)
        };
        DoubleBinaryOperator join = average ? Double::sum : Math::max;
        return Array.fill(shape, p -> {
            double result = average ? 0 : Double.NEGATIVE_INFINITY;
            int count = 0;
            for (int i = 0; i < kernel[0]; i++) {
                for (int j = 0; j < kernel[1]; j++) {
                    int row = p[2] * strides[0] - pads[0] + i;
                    int column = p[3] * strides[1] - pads[1] + j;
                    boolean inside = row >= 0 && column >= 0 && row < x.shape()[2] && column < x.shape()[3];
                    if (inside) {
                        result = join.applyAsDouble(result, x.at(p[0], p[1], row, column));
                    }
                    count += inside || counted ? 1 : 0;
                }
            }
            return average ? result / count : result;
        });
    }

    /** Between the middles of pixels, or of corner to corner. */
    public static Array bilinear(Array x, int height, int width, boolean corners) {
        int[] shape = {x.shape()[0], x.shape()[1], height, width};
        return Array.fill(shape, p -> {
            double row = place(p[2], x.shape()[2], height, corners);
            double column = place(p[3], x.shape()[3], width, corners);
            int top = (int) row;
            int left = (int) column;
            int below = Math.min(top + 1, x.shape()[2] - 1);
            int right = Math.min(left + 1, x.shape()[3] - 1);
            double down = row - top;
            double across = column - left;
            return (1 - down) * ((1 - across) * x.at(p[0], p[1], top, left) + across * x.at(p[0], p[1], top, right))
                    + down * ((1 - across) * x.at(p[0], p[1], below, left) + across * x.at(p[0], p[1], below, right));
        });
    }

    private static double place(int to, int from, int size, boolean corners) {
        return corners ? to * (from - 1.0) / (size - 1) : Math.max(0, (to + 0.5) * from / size - 0.5);
    }

    /** Each pixel as a block of so many. */
    public static Array nearest(Array x, int rows, int columns) {
        int[] shape = {x.shape()[0], x.shape()[1], x.shape()[2] * rows, x.shape()[3] * columns};
        return Array.fill(shape, p -> x.at(p[0], p[1], p[2] / rows, p[3] / columns));
    }
}
