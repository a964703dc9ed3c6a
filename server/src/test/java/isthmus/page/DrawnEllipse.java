package isthmus.page;

import com.microsoft.playwright.Locator;
import isthmus.page.MapPage.Seen;
import java.util.List;

/**
 * An ellipse of the map as it reaches the screen, brought back to units of the plane: its middle, and half of each of its
 * axes as an arrow from there.
 */
record DrawnEllipse(double x, double y, double ax, double ay, double bx, double by) {
    private static final String READ = """
            (ellipse) => {
              const { a, b, c, d, e, f } = ellipse.getScreenCTM();
              const [rx, ry] = [ellipse.rx ?? ellipse.r, ellipse.ry ?? ellipse.r].map((radius) => radius.baseVal.value);
              const [cx, cy] = [ellipse.cx.baseVal.value, ellipse.cy.baseVal.value];
              return [a * cx + c * cy + e, b * cx + d * cy + f, a * rx, b * rx, c * ry, d * ry];
            }
            """;

    static DrawnEllipse of(Locator ellipse, Seen seen) {
        double[] n = ((List<?>) ellipse.evaluate(READ))
                .stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
        return new DrawnEllipse(
                seen.x(n[0] - seen.left()),
                seen.y(n[1] - seen.top()),
                n[2] / seen.scale(),
                -n[3] / seen.scale(),
                n[4] / seen.scale(),
                -n[5] / seen.scale());
    }

    /** How far it reaches from its middle in a direction of length 1. */
    double reach(double u, double v) {
        return Math.hypot(ax * u + ay * v, bx * u + by * v);
    }

    /** Whether a place lies inside. */
    boolean holds(double px, double py) {
        double determinant = ax * by - bx * ay;
        double s = ((px - x) * by - bx * (py - y)) / determinant;
        double t = (ax * (py - y) - (px - x) * ay) / determinant;
        return s * s + t * t <= 1;
    }
}
