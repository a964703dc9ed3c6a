package isthmus.convert.diffusers;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The layers that AutoencoderKL and VQModel share: stages of residual blocks between which the sides are halved or doubled,
 * and a middle with attention. Any thread.
 *
 * @param channels of each stage, from the image inwards
 * @param layers residual blocks in a stage of the encoder; a stage of the decoder has one more
 * @param groups of the normalisations
 * @param attention whether the middle has it
 * @param downs kinds of the encoder's stages
 * @param ups kinds of the decoder's stages, from the code outwards
 */
record Stages(
        int imageChannels,
        int decodedChannels,
        List<Integer> channels,
        int layers,
        int groups,
        String activation,
        boolean attention,
        List<String> downs,
        List<String> ups) {
    private static final String DOWN = "DownEncoderBlock2D";
    private static final String DOWN_ATTENTION = "AttnDownEncoderBlock2D";
    private static final String UP = "UpDecoderBlock2D";
    private static final String UP_ATTENTION = "AttnUpDecoderBlock2D";

    Stages {
        requireKnown("down_block_types", downs, List.of(DOWN, DOWN_ATTENTION), channels.size());
        requireKnown("up_block_types", ups, List.of(UP, UP_ATTENTION), channels.size());
    }

    static Stages of(Config config) {
        return new Stages(
                config.count("in_channels", 3),
                config.count("out_channels", 3),
                config.counts("block_out_channels", List.of(64)),
                config.count("layers_per_block", 1),
                config.count("norm_num_groups", 32),
                config.word("act_fn", "silu"),
                config.flag("mid_block_add_attention", true),
                config.words("down_block_types", List.of(DOWN)),
                config.words("up_block_types", List.of(UP)));
    }

    private static void requireKnown(String field, List<String> kinds, List<String> known, int stages) {
        for (String kind : kinds) {
            if (!known.contains(kind)) {
                throw Failure.badInput(field, String.join(" or ", known), kind);
            }
        }
        if (kinds.size() != stages) {
            throw Failure.badInput(field, "one for each of the %d block_out_channels".formatted(stages), kinds.size());
        }
    }

    /** The shape of the images that the config names. */
    Optional<Shape> image(Config config) {
        List<Integer> sides = config.counts("sample_size", List.of(32));
        return Optional.of(new Shape(imageChannels, sides.get(0), sides.get(sides.size() - 1)));
    }

    /**
     * (batch, image channels, height, width) in [−1, 1] to (batch, out, height, width), the sides halved between stages.
     *
     * @return the variable that holds the output
     */
    String encode(LayerWriter script, int out) {
        String x = script.convolution(script.input(), "encoder.conv_in", imageChannels, channels.get(0), 3);
        int in = channels.get(0);
        for (int stage = 0; stage < channels.size(); stage++) {
            String name = "encoder.down_blocks.%d.".formatted(stage);
            x = stage(
                    script,
                    x,
                    name,
                    in,
                    channels.get(stage),
                    layers,
                    downs.get(stage).equals(DOWN_ATTENTION));
            in = channels.get(stage);
            if (stage < channels.size() - 1) {
                // Padded at the right and the bottom alone.
                String padded = script.assign("torch.constant_pad_nd(%s, [0, 1, 0, 1], 0)", x);
                x = script.convolution(padded, name + "downsamplers.0.conv", in, in, 3, 2, 0, true);
            }
        }
        return end(script, middle(script, x, "encoder.mid_block."), "encoder.", in, out);
    }

    /** (batch, in, height, width) to (batch, decoded channels, height, width), the sides doubled between stages. */
    String decode(LayerWriter script, String code, int in) {
        int width = channels.get(channels.size() - 1);
        String x = script.convolution(code, "decoder.conv_in", in, width, 3);
        x = middle(script, x, "decoder.mid_block.");
        for (int stage = 0; stage < channels.size(); stage++) {
            String name = "decoder.up_blocks.%d.".formatted(stage);
            int out = channels.get(channels.size() - 1 - stage);
            x = stage(script, x, name, width, out, layers + 1, ups.get(stage).equals(UP_ATTENTION));
            width = out;
            if (stage < channels.size() - 1) {
                x = script.convolution(script.upsample(x, 2), name + "upsamplers.0.conv", out, out, 3);
            }
        }
        return end(script, x, "decoder.", width, decodedChannels);
    }

    private String end(LayerWriter script, String x, String name, int in, int out) {
        String normal = script.silu(script.groupNorm(x, name + "conv_norm_out", in, groups));
        return script.convolution(normal, name + "conv_out", in, out, 3);
    }

    private String middle(LayerWriter script, String x, String name) {
        int width = channels.get(channels.size() - 1);
        String y = residual(script, x, name + "resnets.0", width, width);
        if (attention) {
            y = attend(script, y, name + "attentions.0", width);
        }
        return residual(script, y, name + "resnets.1", width, width);
    }

    private String stage(
            LayerWriter script, String x, String name, int in, int out, int blocks, boolean withAttention) {
        String y = x;
        for (int block = 0; block < blocks; block++) {
            y = residual(script, y, name + "resnets." + block, block == 0 ? in : out, out);
            if (withAttention) {
                y = attend(script, y, name + "attentions." + block, out);
            }
        }
        return y;
    }

    private String residual(LayerWriter script, String x, String name, int in, int out) {
        String y = script.activate(script.groupNorm(x, name + ".norm1", in, groups));
        y = script.convolution(y, name + ".conv1", in, out, 3);
        y = script.activate(script.groupNorm(y, name + ".norm2", out, groups));
        y = script.convolution(y, name + ".conv2", out, out, 3);
        return script.add(in == out ? x : script.convolution(x, name + ".conv_shortcut", in, out, 1), y);
    }

    /** Attention with one head between all places, added to its input. */
    private String attend(LayerWriter script, String x, String name, int width) {
        boolean old = script.has(name + ".query.weight"); // as they were called before 2023
        String normal = script.groupNorm(x, name + ".group_norm", width, groups);
        String places = script.assign("torch.transpose(torch.flatten(%s, 2), 1, 2)", normal);
        String query = script.linear(places, name + (old ? ".query" : ".to_q"), width, width);
        String key = script.linear(places, name + (old ? ".key" : ".to_k"), width, width);
        String value = script.linear(places, name + (old ? ".value" : ".to_v"), width, width);
        String seen = script.assign("torch.scaled_dot_product_attention(%s, %s, %s)", query, key, value);
        String out = script.linear(seen, name + (old ? ".proj_attn" : ".to_out.0"), width, width);
        return script.add(x, script.assign("torch.reshape(torch.transpose(%s, 1, 2), torch.size(%s))", out, x));
    }
}
