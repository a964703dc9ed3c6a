package isthmus.convert.onnx;

import isthmus.Failure;
import isthmus.convert.graph.GraphBuilder;
import java.util.List;
import java.util.Optional;

/** Translates nodes, and in place of the calls of a file's functions the nodes of those. One thread, one use. */
final class Translation {
    private static final int MAX_DEPTH = 64; // of functions that call functions
    private static final int MAX_NODES = 1 << 18;

    private final OnnxModel model;
    private final Call.Values values;
    private final GraphBuilder builder;
    private int nodes;

    Translation(OnnxModel model, Call.Values values, GraphBuilder builder) {
        this.model = model;
        this.values = values;
        this.builder = builder;
    }

    /** @param depth of the functions around */
    void translate(List<OnnxNode> body, int depth) {
        for (OnnxNode node : body) {
            if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
                throw Failure.badInput(
                        node.place(),
                        "functions at most %d deep and at most %d nodes in all".formatted(MAX_DEPTH, MAX_NODES),
                        "more");
            }
            Optional<OnnxFunction> function = model.functions().stream()
                    .filter(one ->
                            one.name().equals(node.operator()) && one.domain().equals(node.domain()))
                    .findFirst();
            if (function.isPresent()) {
                translate(function.get().body(node), depth + 1);
                continue;
            }
            builder.at(node.place());
            OnnxOperator operator = OnnxOperators.named(node.operator())
                    .filter(row -> OnnxModel.isOwn(node.domain()))
                    .orElseThrow(() -> missing(node));
            Call call = new Call(node, model.version(), values, builder);
            try {
                operator.translation().translate(call);
            } catch (IndexOutOfBoundsException
                    | NegativeArraySizeException e) { // lists that are shorter than ONNX asks
                throw call.refused("as many inputs, outputs, sides and numbers as the operator has", "others")
                        .causedBy(e);
            }
        }
    }

    private static Failure missing(OnnxNode node) {
        String operator = OnnxModel.isOwn(node.domain()) ? node.operator() : node.domain() + "." + node.operator();
        return Failure.badInput(node.place(), "an operator that is read here, listed in models/README.md", operator)
                .hint("export the network without it, or save encoder and decoder with torch.jit");
    }
}
