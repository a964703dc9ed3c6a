package isthmus.convert.graph;

import isthmus.torchscript.IntegerTensor;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a graph as a TorchScript module whose forward pass is a line a node. One thread, one use. */
final class GraphWriter {
    private final Graph graph;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Tensor> buffers = new ArrayList<>();
    private final List<IntegerTensor> integers = new ArrayList<>();

    GraphWriter(Graph graph) {
        this.graph = graph.live();
    }

    TorchScript write(String name) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            variables.put(graph.inputs().get(i).value(), "x" + i);
            arguments.add("x%d: Tensor".formatted(i));
        }
        List<String> lines = new ArrayList<>();
        int count = 0;
        for (Node node : graph.nodes()) {
            String call = node.text(this::variable);
            for (String result : node.results()) {
                variables.put(result, "v" + count++);
            }
            lines.add(node.results().stream()
                            .map(variables::get)
                            .collect(Collectors.joining(", ", "", node.results().size() > 1 ? "," : ""))
                    + " = " + call);
        }
        List<String> results =
                graph.outputs().stream().map(port -> variable(port.value())).toList();
        boolean one = results.size() == 1;
        ScriptMethod forward = new ScriptMethod(
                "forward",
                arguments,
                lines,
                one ? results.get(0) : results.stream().collect(Collectors.joining(", ", "(", ")")),
                one
                        ? "Tensor"
                        : results.stream().map(any -> "Tensor").collect(Collectors.joining(", ", "Tuple[", "]")));
        return new TorchScript(name, List.of(), buffers, integers, List.of(forward));
    }

    private String variable(String value) {
        return variables.computeIfAbsent(value, this::constant);
    }

    private String constant(String value) {
        Constant constant = graph.constants().get(value);
        if (constant == null) {
            throw new IllegalStateException("nothing gives the value " + value);
        }
        if (constant.isInteger()) {
            String name = "i" + integers.size();
            integers.add(new IntegerTensor(name, constant.shape(), constant.integers()));
            return "self." + name;
        }
        String name = "w" + buffers.size();
        buffers.add(new Tensor(name, constant.shape(), constant.floats()));
        return "self." + name;
    }
}
