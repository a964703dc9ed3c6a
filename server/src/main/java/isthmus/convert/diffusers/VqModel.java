package isthmus.convert.diffusers;

import isthmus.convert.ConvertedModel;
import isthmus.convert.PixelRange;
import isthmus.torchscript.TorchScript;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An autoencoder whose codes are rounded to entries of a codebook, place by place. The encoder gives the code before that,
 * and the decoder begins by it. Any thread.
 */
final class VqModel {
    static final String NAME = "VQModel";

    private VqModel() {}

    static ConvertedModel convert(Config config, Weights weights) {
        config.require("norm_type", "group");
        Stages stages = Stages.of(config);
        int latent = config.count("latent_channels", 3);
        int width = config.count("vq_embed_dim", latent);
        return new ConvertedModel(
                Optional.of(encoder(stages, latent, width, weights)),
                Optional.of(decoder(stages, latent, width, config.count("num_vq_embeddings", 256), weights)),
                stages.image(config),
                Optional.of(PixelRange.SIGNED),
                Optional.empty(),
                OptionalInt.empty(),
                List.of(
                        "The decoder rounds each place of a code to the nearest entry of its codebook, so the image changes"
                                + " in steps as the code moves; its gradients are those without rounding."));
    }

    private static TorchScript encoder(Stages stages, int latent, int width, Weights weights) {
        LayerWriter script = new LayerWriter(weights, stages.activation());
        String code = script.convolution(stages.encode(script, latent), "quant_conv", latent, width, 1);
        return script.module("Encoder", code, "Tensor");
    }

    private static TorchScript decoder(Stages stages, int latent, int width, int entries, Weights weights) {
        LayerWriter script = new LayerWriter(weights, stages.activation());
        String codebook = script.parameter("quantize.embedding.weight", entries, width);
        String places = script.assign("torch.permute(%s, [0, 2, 3, 1])", script.input());
        // By differences, not products, so that ties do not depend on how many rows there are.
        String distances =
                script.assign("torch.cdist(torch.reshape(%s, [-1, %d]), %s, 2., 2)", places, width, codebook);
        String nearest = script.assign(
                "torch.reshape(torch.embedding(%s, torch.argmin(%s, 1)), torch.size(%s))", codebook, distances, places);
        // The difference is held constant, so that gradients pass by the rounding.
        String rounded = script.assign("torch.add(%1$s, torch.detach(torch.sub(%2$s, %1$s)))", places, nearest);
        String code = script.convolution(
                script.assign("torch.permute(%s, [0, 3, 1, 2])", rounded), "post_quant_conv", width, latent, 1);
        return script.module("Decoder", stages.decode(script, code, latent), "Tensor");
    }
}
