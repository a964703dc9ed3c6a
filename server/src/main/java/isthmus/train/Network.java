package isthmus.train;

import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as data: layers one after another, and then heads side by side, each fed by the last layer. Without heads
 * the last layer's output is the result. Immutable; any thread.
 */
public record Network(String name, List<Layer> layers, List<Layer> heads) {
    public Network {
        layers = List.copyOf(layers);
        heads = List.copyOf(heads);
    }

    /** A network written as a method and the parameters it reads. */
    record Written(Method method, List<Tensor> parameters) {}

    /** The network as a method {@code name(x)}, with fresh weights drawn from the noise, or zeros where it is null. */
    Written write(String method, Script.Precision precision, boolean training, Noise noise) {
        Script script = new Script(name.toLowerCase(java.util.Locale.ROOT), precision, training, noise);
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
        return new Written(new Method(method, List.of("x: Tensor"), script.lines(), result, type), script.parameters());
    }

    /** The module that is shipped: float32, nothing that only training does, with these weights in order. */
    TorchScript module(List<Tensor> weights) {
        Written written = write("forward", Script.Precision.FLOAT32, false, null);
        return new TorchScript(name, weights, List.of(written.method()));
    }
}
