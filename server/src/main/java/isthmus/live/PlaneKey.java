package isthmus.live;

import isthmus.atlas.PlaneMixture;
import isthmus.latent.Plane;

/** Under which something that was computed of a version and a plane is cached. */
record PlaneKey(String version, Object kind, Plane plane) {
    private static final int ENTRY = 200; // bytes of an entry beside its numbers

    /** About how many bytes an entry takes. */
    static int weigh(PlaneKey key, Object value) {
        long bytes = 24L * key.plane.dim() + ENTRY;
        if (value instanceof float[] floats) {
            bytes += 4L * floats.length;
        } else if (value instanceof double[] doubles) {
            bytes += 8L * doubles.length;
        } else if (value instanceof PlaneMixture mixture) {
            bytes += mixture.bytes();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
