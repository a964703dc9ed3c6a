package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Generator, discriminator and both their losses as one TorchScript module: {@code forward(x, nudged, z)} gives the sum of
 * the losses, each, and the generated images. Each player's loss sees the other's weights or images detached, so that one gradient of the sum
 * is the two players' own. Immutable; any thread.
 *
 * @param distance by which nudged images x + distance · v lie from x, for v of N(0, I)
 */
record AdversarialObjective(Network generator, Network discriminator, double penalty, double distance) {
    TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod decode = generator.write("decode", precision, true, noise);
        Network.GeneratedMethod judge = discriminator.write("judge", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(decode.parameters());
        parameters.addAll(judge.parameters());
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "nudged: Tensor", "z: Tensor"),
                List.of(
                        "fake = torch.sigmoid(torch.to((self).decode(z, ), 6))",
                        "real = torch.to((self).judge(torch.clone(x), ), 6)",
                        "judged = torch.to((self).judge(torch.detach(fake), ), 6)",
                        // E over v of the squared slope along v is the squared gradient: R1 without second derivatives.
                        "slope = torch.div(torch.sub(torch.to((self).judge(nudged, ), 6), real), %s)".formatted(distance),
                        "r1 = torch.mul(torch.mean(torch.mul(slope, slope)), %s)".formatted(penalty / 2),
                        "doubt = torch.add(torch.softplus(torch.neg(real)), torch.softplus(judged))",
                        "critic = torch.add(torch.mean(doubt), r1)",
                        // Non-saturating: the generator raises log D(G(z)).
                        "passed = torch.to((self).judgeFrozen(fake, ), 6)",
                        "forger = torch.mean(torch.softplus(torch.neg(passed)))"),
                "(torch.add(critic, forger), forger, critic, torch.detach(fake))",
                "Tuple[Tensor, Tensor, Tensor, Tensor]");
        return new TorchScript(
                "Objective",
                parameters,
                List.of(decode.method(), judge.method(), detached(judge.method(), "judgeFrozen"), forward));
    }

    /** The same method under another name, whose parameters get no gradient. */
    private static ScriptMethod detached(ScriptMethod method, String name) {
        List<String> lines = method.lines().stream()
                .map(line -> line.replaceAll("self\\.(\\w+)", "torch.detach(self.$1)"))
                .toList();
        return new ScriptMethod(name, method.arguments(), lines, method.result(), method.type());
    }
}
