package isthmus.convert.diffusers;

import isthmus.convert.ConvertedModel;
import isthmus.convert.PixelRange;
import isthmus.torchscript.TorchScript;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The variational autoencoder of latent diffusion: a diagonal Gaussian of (batch, channels, height, width). Any thread. */
final class AutoencoderKl {
    static final String NAME = "AutoencoderKL";

    private AutoencoderKl() {}

    static ConvertedModel convert(Config config, Weights weights) {
        Stages stages = Stages.of(config);
        int latent = config.count("latent_channels", 4);
        return new ConvertedModel(
                Optional.of(encoder(stages, latent, config.flag("use_quant_conv", true), weights)),
                Optional.of(decoder(stages, latent, config.flag("use_post_quant_conv", true), weights)),
                stages.image(config),
                Optional.of(PixelRange.SIGNED),
                Optional.empty(),
                OptionalInt.empty(),
                List.of("Codes are the model's own; those of a diffusion model around it are %s times as large."
                        .formatted(config.number("scaling_factor", 0.18215))));
    }

    private static TorchScript encoder(Stages stages, int latent, boolean mixed, Weights weights) {
        LayerWriter script = new LayerWriter(weights, stages.activation());
        String moments = stages.encode(script, 2 * latent);
        if (mixed) {
            moments = script.convolution(moments, "quant_conv", 2 * latent, 2 * latent, 1);
        }
        String mean = script.assign("torch.slice(%s, 1, 0, %d)", moments, latent);
        String logVariance =
                script.assign("torch.clamp(torch.slice(%s, 1, %d, %d), -30., 20.)", moments, latent, 2 * latent);
        return script.module("Encoder", "(%s, %s)".formatted(mean, logVariance), "Tuple[Tensor, Tensor]");
    }

    private static TorchScript decoder(Stages stages, int latent, boolean mixed, Weights weights) {
        LayerWriter script = new LayerWriter(weights, stages.activation());
        String code = mixed ? script.convolution(script.input(), "post_quant_conv", latent, latent, 1) : script.input();
        return script.module("Decoder", stages.decode(script, code, latent), "Tensor");
    }
}
