package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: a sequence of layers, and heads that each take the output of the last layer. Without heads that
 * output is the result. Immutable; any thread.
 */
public record Network(String name, List<Layer> layers, List<Layer> heads) {
    public Network {
        layers = List.copyOf(layers);
        heads = List.copyOf(heads);
    }

    /** The TorchScript of a network, and the parameters it reads. */
    record GeneratedMethod(ScriptMethod method, List<Tensor> parameters) {}

    /** The network as a method, with initial weights drawn from the noise, or zeros where it is null. */
    GeneratedMethod write(String method, MethodWriter.Precision precision, boolean training, Noise noise) {
        return write(method, new MethodWriter(prefix(), precision, training, noise, false));
    }

    /** The method for inference, which reads parameters that are held in half precision. */
    ScriptMethod readingHalf(String method) {
        return write(method, new MethodWriter(prefix(), MethodWriter.Precision.FLOAT32, false, null, true))
                .method();
    }

    private String prefix() {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    private GeneratedMethod write(String method, MethodWriter script) {
        String x = "x";
        for (Layer layer : layers) {
            x = layer.write(script, x);
        }
        List<String> outputs = new ArrayList<>();
        for (Layer head : heads) {
            outputs.add(head.write(script, x));
        }
        String result = heads.isEmpty() ? x : "(" + String.join(", ", outputs) + ")";
        String type = heads.isEmpty()
                ? "Tensor"
                : "Tuple[" + String.join(", ", heads.stream().map(h -> "Tensor").toList()) + "]";
        return new GeneratedMethod(
                new ScriptMethod(method, List.of("x: Tensor"), script.lines, result, type), script.parameters);
    }

    /** The module for inference: float32, without dropout, with these weights in order. */
    TorchScript module(List<Tensor> weights) {
        GeneratedMethod generated = write("forward", MethodWriter.Precision.FLOAT32, false, null);
        return new TorchScript(name, weights, List.of(generated.method()));
    }
}
