package isthmus.train;

import java.util.ArrayList;
import java.util.List;

/**
 * AdamW over all parameters at once, as a TorchScript module: the engine's fused kernel does in one pass what array
 * calls would do in a dozen, and the moments stay in our hands, so that a checkpoint can hold them.
 */
final class Optimiser {
    private Optimiser() {}

    static TorchScript module(Recipe.Optimiser o, double average) {
        List<String> lines = new ArrayList<>();
        if (o.clip() > 0) {
            lines.add("norm = torch.norm(torch.stack(torch._foreach_norm(g)))");
            lines.add("torch._foreach_mul_(g, torch.clamp(torch.div(%s, torch.add(norm, 1e-6)), None, 1.))"
                    .formatted(o.clip()));
        }
        lines.add("torch._foreach_add_(s, 1)");
        lines.add(
                "torch._fused_adamw_(p, g, m, v, annotate(List[Tensor], []), s, lr=float(rate), beta1=%s, beta2=%s, weight_decay=%s, eps=1e-08, amsgrad=False, maximize=False)"
                        .formatted(o.beta1(), o.beta2(), o.decay()));
        if (average > 0) {
            lines.add("torch._foreach_lerp_(a, p, %s)".formatted(1 - average));
        }
        lines.add("torch._foreach_zero_(g)");
        Method step = new Method(
                "forward",
                List.of(
                        "p: List[Tensor]", // parameters
                        "g: List[Tensor]", // their gradients, zeroed afterwards
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
}
