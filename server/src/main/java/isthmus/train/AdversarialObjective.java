package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Generator, discriminator and both their losses as one TorchScript module: {@code forward(x, z, share, v)} gives the sum
 * of the losses, each, and the generated images. Each player's loss sees the other's weights or images detached, so that
 * one gradient of the sum is the two players' own. Immutable; any thread.
 *
 * @param penalty γ, of half the squared gradient of the discriminator between images of both kinds
 */
record AdversarialObjective(Network generator, Network discriminator, double penalty) {
    private static final double DISTANCE = 0.02; // over which the slope along a direction is taken

    TorchScript module(MethodWriter.Precision precision, Noise noise) {
        Network.GeneratedMethod decode = generator.write("decode", precision, true, noise);
        Network.GeneratedMethod judge = discriminator.write("judge", precision, true, noise);
        List<Tensor> parameters = new ArrayList<>(decode.parameters());
        parameters.addAll(judge.parameters());
        ScriptMethod forward = new ScriptMethod(
                "forward",
                List.of("x: Tensor", "z: Tensor", "share: Tensor", "v: Tensor"),
                List.of(
                        "fake = torch.sigmoid(torch.to((self).decode(z, ), 6))",
                        "fixed = torch.detach(fake)",
                        "real = torch.to((self).judge(torch.clone(x), ), 6)",
                        "judged = torch.to((self).judge(fixed, ), 6)",
                        // E over v of N(0, I) of the squared slope along v is the squared gradient.
                        "between = torch.add(torch.mul(x, share), torch.mul(fixed, torch.rsub(share, 1.)))",
                        "here = torch.to((self).judge(between, ), 6)",
                        "there = torch.to((self).judge(torch.add(between, torch.mul(v, %s)), ), 6)".formatted(DISTANCE),
                        "slope = torch.div(torch.sub(there, here), %s)".formatted(DISTANCE),
                        "steep = torch.mul(torch.mean(torch.mul(slope, slope)), %s)".formatted(penalty / 2),
                        "critic = torch.add(torch.mean(torch.softplus(torch.sub(judged, real))), steep)",
                        "passed = torch.to((self).judgeFrozen(fake, ), 6)",
                        "forger = torch.mean(torch.softplus(torch.sub(torch.detach(real), passed)))"),
                "(torch.add(critic, forger), forger, critic, fixed)",
                "Tuple[Tensor, Tensor, Tensor, Tensor]");
        return new TorchScript(
                "Objective",
                parameters,
                List.of(decode.method(), judge.method(), detached(judge.method(), "judgeFrozen"), forward));
    }

    /** The same method under another name, whose parameters get no gradient. */
    private static ScriptMethod detached(ScriptMethod method, String name) {
        List<String> lines = method.lines().stream()
                .map(line -> line.replaceAll("self\\.\\w+", "torch.detach($0)"))
                .toList();
        return new ScriptMethod(name, method.arguments(), lines, method.result(), method.type());
    }
}
