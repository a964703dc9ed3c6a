package isthmus.train;

import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AdamW over all parameters at once, as a TorchScript module: PyTorch's fused kernel takes one pass where array calls take
 * a dozen, and the moments are ours to write into a checkpoint. Any thread.
 */
final class Optimiser {
    private Optimiser() {}

    static TorchScript module(Recipe.Optimiser o, double average) {
        return module(o, average, true);
    }

    /** @param encoder whether any of the parameters are an encoder's, for a list without arrays is not passed */
    static TorchScript module(Recipe.Optimiser o, double average, boolean encoder) {
        List<String> lines = new ArrayList<>();
        if (o.clip() > 0) {
            lines.add("norm = torch.norm(torch.stack(torch._foreach_norm(g)))");
            lines.add("torch._foreach_mul_(g, torch.clamp(torch.div(%s, torch.add(norm, 1e-6)), None, 1.))"
                    .formatted(o.clip()));
        }
        lines.add("torch._foreach_add_(s, 1)");
        if (encoder) {
            decay(lines, "e", o.encoderDecay());
        }
        decay(lines, "d", o.decoderDecay());
        lines.add("torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), s, lr=float(rate), "
                + "beta1=%s, beta2=%s, weight_decay=0., eps=1e-08, amsgrad=False, maximize=False)"
                        .formatted(o.beta1(), o.beta2()));
        if (average > 0) {
            lines.add("torch._foreach_lerp_(a, p, %s)".formatted(1 - average));
        }
        lines.add("torch._foreach_zero_(g)");
        ScriptMethod step = new ScriptMethod(
                "forward",
                arguments(
                        encoder,
                        "p: List[Tensor]", // parameters
                        "e: List[Tensor]", // those of them that are the encoder's
                        "d: List[Tensor]", // those that are not
                        "g: List[Tensor]", // gradients of p, zeroed afterwards
                        "m: List[Tensor]", // first moments
                        "v: List[Tensor]", // second moments
                        "a: List[Tensor]", // running averages of the parameters
                        "s: List[Tensor]", // steps taken, one number a parameter
                        "rate: Tensor"),
                lines,
                "rate",
                "Tensor");
        return new TorchScript("Optimiser", List.of(), List.of(step));
    }

    private static List<String> arguments(boolean encoder, String... all) {
        return Stream.of(all).filter(one -> encoder || !one.startsWith("e:")).toList();
    }

    /** Decoupled weight decay, in proportion to the rate. */
    private static void decay(List<String> lines, String list, double decay) {
        if (decay > 0) {
            lines.add("torch._foreach_mul_(%s, torch.rsub(torch.mul(rate, %s), 1.))".formatted(list, decay));
        }
    }
}
