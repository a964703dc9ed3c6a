package isthmus.convert.pt2;

/**
 * How an operator of an exported program is written in TorchScript. Immutable; any thread.
 *
 * @param aten the operator that it becomes; empty where it is left out
 */
record AtenOperator(String name, String aten, Translation translation) {
    /** Adds what stands for a node to the graph, and gives its results. */
    interface Translation {
        void translate(AtenCall call);
    }
}
