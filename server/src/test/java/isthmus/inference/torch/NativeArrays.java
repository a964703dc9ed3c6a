package isthmus.inference.torch;

import ai.djl.ndarray.NDManager;

/** The arrays of the engine, for tests that see to it that none is left behind. Any thread. */
public final class NativeArrays {
    private NativeArrays() {}

    /**
     * How many the engine holds in native memory, in any scope of any thread: the weights of the loaded models where nothing
     * is running. It grows without bound where a scope is left open or an array outlives its batch.
     */
    public static int held() {
        TorchRuntime.start();
        try (NDManager child = NDManager.newBaseManager(null, TorchRuntime.ENGINE)) {
            return child.getParentManager().getManagedArrays().size();
        }
    }
}
