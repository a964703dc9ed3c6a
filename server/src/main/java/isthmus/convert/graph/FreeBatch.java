package isthmus.convert.graph;

import isthmus.convert.graph.Argument.Literal;
import isthmus.convert.graph.Argument.Named;
import isthmus.convert.graph.Argument.Several;
import isthmus.convert.graph.Argument.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lets a graph that was exported for one batch size run in others: shapes that begin with that size, of what is computed of
 * the input, follow the input's batch instead.
 */
final class FreeBatch {
    private static final Set<String> SHAPED = Set.of("reshape", "view", "expand");
    private static final Set<String> DRAWN = Set.of("randn", "rand");
    /** A first side of one is more likely to stand for all rows. */
    private static final Set<String> MADE = Set.of("zeros", "ones", "full");

    private static final Value BATCH = new Value("batch");

    /** @param changed how many shapes were */
    record Freed(Graph graph, int changed) {}

    private FreeBatch() {}

    static Freed of(Graph graph, int batch) {
        Port input = graph.inputs().get(0);
        Set<String> computed = graph.after(List.of(input.value()));
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("size", List.of(new Value(input.value()), Argument.of(0)), List.of(BATCH.name()), ""));
        int changed = 0;
        for (Node node : graph.nodes()) {
            int index = SHAPED.contains(node.operator()) ? 1 : 0;
            boolean follows = DRAWN.contains(node.operator())
                    || (batch > 1 && MADE.contains(node.operator()))
                    || (SHAPED.contains(node.operator()) && node.data().anyMatch(computed::contains));
            if (follows
                    && index < node.arguments().size()
                    && beginsWith(node.arguments().get(index), batch)) {
                List<Argument> arguments = new ArrayList<>(node.arguments());
                arguments.set(index, freed(arguments.get(index)));
                nodes.add(new Node(node.operator(), arguments, node.results(), node.place()));
                changed++;
            } else {
                nodes.add(node);
            }
        }
        return new Freed(new Graph(graph.inputs(), nodes, graph.outputs(), graph.constants()), changed);
    }

    private static boolean beginsWith(Argument shape, int batch) {
        if (shape instanceof Named named) {
            return beginsWith(named.argument(), batch);
        }
        return shape instanceof Several several
                && several.parts().size() > 1
                && several.parts().get(0) instanceof Literal first
                && first.text().equals(Integer.toString(batch));
    }

    private static Argument freed(Argument shape) {
        if (shape instanceof Named named) {
            return new Named(named.keyword(), freed(named.argument()));
        }
        List<Argument> sides = new ArrayList<>(((Several) shape).parts());
        sides.set(0, BATCH);
        return new Several(sides);
    }
}
