package isthmus.wire;

import isthmus.Failure;
import isthmus.latent.Plane;
import java.util.function.Supplier;

/** A plane as a request says it, without knowing the model. Immutable by agreement; any thread. */
public sealed interface PlaneChoice {
    /**
     * The plane that is meant in a latent space.
     *
     * @param principal gives the plane in which the encoded means vary most, or a Failure where there are none
     */
    Plane in(int dim, Supplier<Plane> principal);

    /**
     * @param origin null for 0
     */
    record Axes(int first, int second, double[] origin) implements PlaneChoice {
        @Override
        public Plane in(int dim, Supplier<Plane> principal) {
            return Plane.axes(origin == null ? new double[dim] : checked("plane.origin", origin, dim), first, second);
        }
    }

    record Principal() implements PlaneChoice {
        @Override
        public Plane in(int dim, Supplier<Plane> principal) {
            return principal.get();
        }
    }

    /**
     * @param points three of them
     */
    record Through(Matrix points) implements PlaneChoice {
        public Through {
            if (points.rows() != 3) {
                throw Failure.badInput("plane.through: expected three points, found " + points.rows());
            }
        }

        @Override
        public Plane in(int dim, Supplier<Plane> principal) {
            points.of("plane.through", dim);
            return Plane.through(points.row(0), points.row(1), points.row(2));
        }
    }

    /** As the answer to {@code plane} gives it. */
    record Given(double[] origin, double[] first, double[] second) implements PlaneChoice {
        @Override
        public Plane in(int dim, Supplier<Plane> principal) {
            return Plane.along(
                    checked("plane.origin", origin, dim),
                    checked("plane.first", first, dim),
                    checked("plane.second", second, dim));
        }
    }

    private static double[] checked(String name, double[] values, int dim) {
        if (values.length != dim) {
            throw Failure.badInput("%s: expected %d numbers, found %d".formatted(name, dim, values.length));
        }
        return values;
    }
}
