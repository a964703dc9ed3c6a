package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

/** The colours of classes, as the page's tokens have them in both themes. */
class ClassColoursTest {
    /**
     * What dichromats see, in linear RGB: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
     * color vision deficiency", 2009, at full severity.
     */
    private static final Map<String, SimpleMatrix> SIGHTS = Map.of(
            "usual", SimpleMatrix.identity(3),
            "protanope",
                    rows(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
            "deuteranope",
                    rows(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
            "tritanope",
                    rows(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900));

    private static final SimpleMatrix TO_CONES = rows(
            0.4122214708,
            0.5363325363,
            0.0514459929,
            0.2119034982,
            0.6806995451,
            0.1073969566,
            0.0883024619,
            0.2817188376,
            0.6299787005);
    private static final SimpleMatrix TO_LAB = rows(
            0.2104542553,
            0.793617785,
            -0.0040720468,
            1.9779984951,
            -2.428592205,
            0.4505937099,
            0.0259040371,
            0.7827717662,
            -0.808675766);

    private static SimpleMatrix rows(double... values) {
        return new SimpleMatrix(3, 3, true, values);
    }

    /** A colour of the tokens in linear RGB, of one theme: 0 is light, 1 is dark. */
    private static SimpleMatrix token(String name, int theme) throws IOException {
        String css = Files.readString(BundledSite.ROOT.resolve("web/css/tokens.css"));
        Matcher found = Pattern.compile("--" + name + ": light-dark\\(#(\\w{6}), #(\\w{6})\\)")
                .matcher(css);
        assertTrue(found.find(), name);
        int rgb = Integer.parseInt(found.group(theme + 1), 16);
        double[] linear = Arrays.stream(new int[] {rgb >> 16, rgb >> 8 & 255, rgb & 255})
                .mapToDouble(value -> value / 255.0)
                .map(value -> value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4))
                .toArray();
        return new SimpleMatrix(3, 1, true, linear);
    }

    private static SimpleMatrix classColour(int label, int theme) throws IOException {
        return token("class-" + (label + 1), theme);
    }

    private static SimpleMatrix each(SimpleMatrix column, DoubleUnaryOperator made) {
        double[] values = Arrays.stream(column.getDDRM().data).map(made).toArray();
        return new SimpleMatrix(3, 1, true, values);
    }

    private static SimpleMatrix lab(SimpleMatrix linear) {
        return TO_LAB.mult(each(TO_CONES.mult(linear), Math::cbrt));
    }

    private static SimpleMatrix seen(SimpleMatrix linear, SimpleMatrix sight) {
        return lab(each(sight.mult(linear), value -> Math.max(0, Math.min(1, value))));
    }

    private static double luminance(SimpleMatrix linear) {
        return 0.2126 * linear.get(0) + 0.7152 * linear.get(1) + 0.0722 * linear.get(2);
    }

    /** As WCAG has it. */
    private static double contrast(SimpleMatrix a, SimpleMatrix b) {
        double[] both = {luminance(a) + 0.05, luminance(b) + 0.05};
        return Math.max(both[0], both[1]) / Math.min(both[0], both[1]);
    }

    @Test
    void theyStandOutFromThePaperAndFromOneAnotherForEveryKindOfEye() throws IOException {
        for (int theme : List.of(0, 1)) {
            for (int a = 0; a < 10; a++) {
                SimpleMatrix one = classColour(a, theme);
                assertTrue(contrast(one, token("paper", theme)) >= 3, "class " + a + " of theme " + theme);
                for (int b = 0; b < a; b++) {
                    for (Map.Entry<String, SimpleMatrix> sight : SIGHTS.entrySet()) {
                        double apart = seen(one, sight.getValue())
                                .minus(seen(classColour(b, theme), sight.getValue()))
                                .normF();
                        assertTrue(
                                apart >= 0.08,
                                "%d and %d, theme %d, %s: %.3f".formatted(b, a, theme, sight.getKey(), apart));
                    }
                }
            }
        }
    }

    @Test
    void aClassHasOneHueInBothThemes() throws IOException {
        for (int label = 0; label < 10; label++) {
            double[] hues = new double[2];
            for (int theme = 0; theme < 2; theme++) {
                SimpleMatrix lab = lab(classColour(label, theme));
                hues[theme] = Math.toDegrees(Math.atan2(lab.get(2), lab.get(1)));
            }
            assertEquals(0, Math.IEEEremainder(hues[0] - hues[1], 360), 10, "class " + label);
        }
    }
}
