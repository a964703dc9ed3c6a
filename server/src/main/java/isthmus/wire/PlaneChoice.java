package isthmus.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import isthmus.Failure;
import isthmus.latent.Plane;
import java.util.Arrays;
import java.util.function.Supplier;

/** A plane as a request says it, without knowing the model. Immutable by agreement; any thread. */
public sealed interface PlaneChoice {
    /**
     * The plane that is meant in a latent space.
     *
     * @param principal gives the plane in which the encoded means vary most, or a Failure where there are none
     */
    Plane in(int dim, Supplier<Plane> principal);

    /** The fields of a request's plane; it has those of one way to choose. */
    record Fields(double[] axes, Boolean principal, Matrix through, double[] origin, double[] first, double[] second) {
        private String names() {
            return (axes == null ? "" : "axes ")
                    + (Boolean.TRUE.equals(principal) ? "principal " : "")
                    + (through == null ? "" : "through ")
                    + (origin == null ? "" : "origin ")
                    + (first == null ? "" : "first ")
                    + (second == null ? "" : "second ");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PlaneChoice of(Fields given) {
        String names = given.names().trim();
        return switch (names) {
            case "axes", "axes origin" -> Axes.of(given.axes, given.origin);
            case "principal" -> new Principal();
            case "through" -> new Through(given.through);
            case "origin first second" -> new Given(given.origin, given.first, given.second);
            default ->
                throw Failure.badInput(
                        "",
                        "axes (and an origin), principal, through, or origin, first and second",
                        names.isEmpty() ? "none" : names);
        };
    }

    /**
     * @param origin null for 0
     */
    record Axes(int first, int second, double[] origin) implements PlaneChoice {
        private static Axes of(double[] axes, double[] origin) {
            if (axes.length != 2 || axes[0] != (int) axes[0] || axes[1] != (int) axes[1]) {
                throw Failure.badInput("axes", "the numbers of two axes", Arrays.toString(axes));
            }
            return new Axes((int) axes[0], (int) axes[1], origin);
        }

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
                throw Failure.badInput("through", "three points", points.rows());
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

    private static double[] checked(String field, double[] values, int dim) {
        if (values.length != dim) {
            throw Failure.badInput(field, dim + " numbers", values.length);
        }
        return values;
    }
}
