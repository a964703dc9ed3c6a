package isthmus.drawing;

import isthmus.Failure;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** The lines of an SVG path: moves, lines, cubic curves and closings. Any thread. */
final class PathData {
    private static final String DIGITS = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
    private static final Pattern NUMBER = Pattern.compile(DIGITS);
    private static final Pattern PART =
            Pattern.compile("(?<step>[MmLlHhVvCcZz])|(?<number>" + DIGITS + ")|[\\s,]|(?<other>.)");

    private PathData() {}

    static Path2D of(String data) {
        Path2D path = new Path2D.Double();
        char step = 'M';
        DoubleStream.Builder numbers = DoubleStream.builder();
        Matcher part = PART.matcher(data);
        while (part.find()) {
            if (part.group("other") != null) {
                throw Failure.badInput("a path", "numbers, and steps out of M, L, H, V, C and Z", part.group());
            }
            if (part.group("number") != null) {
                numbers.add(Double.parseDouble(part.group()));
            } else if (part.group("step") != null) {
                add(path, step, numbers.build().toArray());
                step = part.group().charAt(0);
                numbers = DoubleStream.builder();
            }
        }
        add(path, step, numbers.build().toArray());
        return path;
    }

    /** All numbers of a text. */
    static double[] numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .mapToDouble(number -> Double.parseDouble(number.group()))
                .toArray();
    }

    private static void add(Path2D path, char step, double[] n) {
        boolean relative = Character.isLowerCase(step);
        switch (Character.toUpperCase(step)) {
            case 'Z' -> {
                if (path.getCurrentPoint() != null) {
                    path.closePath();
                }
            }
            case 'H' -> {
                for (double x : n) {
                    Point2D from = from(path);
                    path.lineTo(relative ? from.getX() + x : x, from.getY());
                }
            }
            case 'V' -> {
                for (double y : n) {
                    Point2D from = from(path);
                    path.lineTo(from.getX(), relative ? from.getY() + y : y);
                }
            }
            case 'C' -> {
                for (int i = 0; i + 5 < n.length; i += 6) {
                    double[] o = origin(path, relative);
                    from(path);
                    path.curveTo(
                            o[0] + n[i],
                            o[1] + n[i + 1],
                            o[0] + n[i + 2],
                            o[1] + n[i + 3],
                            o[0] + n[i + 4],
                            o[1] + n[i + 5]);
                }
            }
            default -> {
                for (int i = 0; i + 1 < n.length; i += 2) {
                    double[] o = origin(path, relative);
                    if (i == 0 && Character.toUpperCase(step) == 'M') {
                        path.moveTo(o[0] + n[0], o[1] + n[1]);
                    } else {
                        from(path);
                        path.lineTo(o[0] + n[i], o[1] + n[i + 1]);
                    }
                }
            }
        }
    }

    private static Point2D from(Path2D path) {
        if (path.getCurrentPoint() == null) {
            throw Failure.badInput("a path", "a move at its beginning", "none");
        }
        return path.getCurrentPoint();
    }

    private static double[] origin(Path2D path, boolean relative) {
        Point2D from = path.getCurrentPoint();
        return relative && from != null ? new double[] {from.getX(), from.getY()} : new double[2];
    }
}
