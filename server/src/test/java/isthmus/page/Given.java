package isthmus.page;

import java.util.ArrayList;
import java.util.List;

/** Numbers as they go to a script and back. */
final class Given {
    private Given() {}

    static List<Double> list(double... values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(value);
        }
        return list;
    }

    static List<Double> list(float... values) {
        return list(doubles(values));
    }

    static double[] doubles(float... values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
