package isthmus.convert.diffusers;

import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.PixelRange;
import isthmus.torchscript.TorchScript;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A small autoencoder distilled from a larger one: plain convolutions, and a point for a code. Any thread. */
final class AutoencoderTiny {
    static final String NAME = "AutoencoderTiny";
    private static final List<Integer> CHANNELS = List.of(64, 64, 64, 64);

    private AutoencoderTiny() {}

    static ConvertedModel convert(Config config, Weights weights) {
        config.require("upsample_fn", "nearest");
        return new ConvertedModel(
                Optional.of(encoder(config, weights)),
                Optional.of(decoder(config, weights)),
                Optional.empty(),
                Optional.of(PixelRange.SIGNED),
                Optional.empty(),
                OptionalInt.empty(),
                List.of());
    }

    private static List<Integer> blocks(Config config, String field, List<Integer> initial, List<Integer> channels) {
        List<Integer> blocks = config.counts(field, initial);
        if (blocks.size() != channels.size()) {
            throw Failure.badInput(field, "as many as stages, %d".formatted(channels.size()), blocks.size());
        }
        return blocks;
    }

    private static TorchScript encoder(Config config, Weights weights) {
        List<Integer> channels = config.counts("encoder_block_out_channels", CHANNELS);
        List<Integer> blocks = blocks(config, "num_encoder_blocks", List.of(1, 3, 3, 3), channels);
        LayerWriter script = new LayerWriter(weights, config.word("act_fn", "relu"));
        String x = script.assign("torch.div(torch.add(%s, 1), 2)", script.input()); // to [0, 1]
        int layer = 0; // its number in the file
        for (int stage = 0; stage < channels.size(); stage++) {
            int width = channels.get(stage);
            String name = "encoder.layers." + layer++;
            x = stage == 0
                    ? script.convolution(x, name, config.count("in_channels", 3), width, 3)
                    : script.convolution(x, name, width, width, 3, 2, 1, false);
            for (int block = 0; block < blocks.get(stage); block++) {
                x = block(script, x, "encoder.layers." + layer++, width);
            }
        }
        String code = script.convolution(
                x, "encoder.layers." + layer, channels.get(channels.size() - 1), config.count("latent_channels", 4), 3);
        return script.module("Encoder", code, "Tensor");
    }

    private static TorchScript decoder(Config config, Weights weights) {
        List<Integer> channels = config.counts("decoder_block_out_channels", CHANNELS);
        List<Integer> blocks = blocks(config, "num_decoder_blocks", List.of(3, 3, 3, 1), channels);
        LayerWriter script = new LayerWriter(weights, config.word("act_fn", "relu"));
        String x = script.assign("torch.mul(torch.tanh(torch.div(%s, 3)), 3)", script.input());
        x = script.convolution(x, "decoder.layers.0", config.count("latent_channels", 4), channels.get(0), 3);
        x = script.activate(x);
        int layer = 2;
        for (int stage = 0; stage < channels.size(); stage++) {
            int width = channels.get(stage);
            for (int block = 0; block < blocks.get(stage); block++) {
                x = block(script, x, "decoder.layers." + layer++, width);
            }
            boolean last = stage == channels.size() - 1;
            if (!last) {
                x = script.upsample(x, config.count("upsampling_scaling_factor", 2));
                layer++;
            }
            int out = last ? config.count("out_channels", 3) : width;
            x = script.convolution(x, "decoder.layers." + layer++, width, out, 3, 1, 1, last);
        }
        return script.module("Decoder", script.assign("torch.sub(torch.mul(%s, 2), 1)", x), "Tensor");
    }

    private static String block(LayerWriter script, String x, String name, int width) {
        String y = script.activate(script.convolution(x, name + ".conv.0", width, width, 3));
        y = script.activate(script.convolution(y, name + ".conv.2", width, width, 3));
        y = script.convolution(y, name + ".conv.4", width, width, 3);
        return script.assign("torch.relu(%s)", script.add(x, y));
    }
}
