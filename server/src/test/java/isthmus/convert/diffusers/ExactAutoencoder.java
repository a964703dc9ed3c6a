package isthmus.convert.diffusers;

import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small AutoencoderKL that gives its pictures back, whose variances are the best ones under summed squared errors; in the
 * two files in which diffusers writes it.
 */
public final class ExactAutoencoder {
    public static final String CONFIG = "config.json";
    public static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
    public static final Shape SHAPE = new Shape(3, 8, 8);

    private static final int CHANNELS = 3;
    private static final int TAPS = 9;
    private static final int DARK = 26; // grey levels of the pictures: as far below the middle
    private static final int BRIGHT = 229; // as above
    private static final float DEVIATION = (BRIGHT - DARK) / 255f; // of such a picture in [-1, 1]
    private static final float LINEAR = 20; // above which a SiLU leaves numbers as they are
    private static final float LOG_VARIANCE = (float) -Math.log(1.5); // 1 + 2 · (half a unit of [0, 1])²

    private ExactAutoencoder() {}

    /** Writes both files into a folder. */
    public static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(CONFIG), """
                {"_class_name": "AutoencoderKL", "act_fn": "silu", "in_channels": 3, "out_channels": 3,
                 "block_out_channels": [3], "layers_per_block": 1, "latent_channels": 3, "norm_num_groups": 1,
                 "sample_size": 8, "down_block_types": ["DownEncoderBlock2D"], "up_block_types": ["UpDecoderBlock2D"],
                 "mid_block_add_attention": false, "use_quant_conv": false, "use_post_quant_conv": false}
                """);
        List<Tensor> weights = new ArrayList<>();
        for (String part : List.of("encoder", "decoder")) {
            convolution(weights, part + ".conv_in", CHANNELS, 1, 0);
            norm(weights, part + ".conv_norm_out", LINEAR);
        }
        for (String layer : List.of(
                "encoder.down_blocks.0.resnets.0",
                "encoder.mid_block.resnets.0",
                "encoder.mid_block.resnets.1",
                "decoder.mid_block.resnets.0",
                "decoder.mid_block.resnets.1",
                "decoder.up_blocks.0.resnets.0",
                "decoder.up_blocks.0.resnets.1")) {
            norm(weights, layer + ".norm1", 0);
            convolution(weights, layer + ".conv1", CHANNELS, 0, 0);
            norm(weights, layer + ".norm2", 0);
            convolution(weights, layer + ".conv2", CHANNELS, 0, 0);
        }
        convolution(weights, "encoder.conv_out", 2 * CHANNELS, DEVIATION, LOG_VARIANCE);
        convolution(weights, "decoder.conv_out", CHANNELS, DEVIATION, 0);
        SafetensorsFile.write(folder.resolve(WEIGHTS), weights);
    }

    /** One that passes each value on times a factor, less what the SiLU before it was lifted by; others are constant. */
    private static void convolution(List<Tensor> all, String name, int out, float factor, float constant) {
        float[] weight = new float[out * CHANNELS * TAPS];
        float[] bias = new float[out];
        for (int o = 0; o < out; o++) {
            if (o < CHANNELS) {
                weight[(o * CHANNELS + o) * TAPS + TAPS / 2] = factor;
                bias[o] = name.endsWith("conv_out") ? -LINEAR * factor : 0;
            } else {
                bias[o] = constant;
            }
        }
        all.add(new Tensor(name + ".weight", new int[] {out, CHANNELS, 3, 3}, weight));
        all.add(new Tensor(name + ".bias", new int[] {out}, bias));
    }

    private static void norm(List<Tensor> all, String name, float constant) {
        float[] ones = new float[CHANNELS];
        float[] bias = new float[CHANNELS];
        Arrays.fill(ones, 1);
        Arrays.fill(bias, constant);
        all.add(new Tensor(name + ".weight", new int[] {CHANNELS}, ones));
        all.add(new Tensor(name + ".bias", new int[] {CHANNELS}, bias));
    }

    /** A PNG of the model's size, half of whose values are dark and half bright. */
    public static byte[] picture(int number) {
        byte[] values = new byte[SHAPE.size()];
        Arrays.fill(values, (byte) DARK);
        Noise noise = new Noise(3, number);
        for (int bright = 0; bright < values.length / 2; ) {
            int at = (int) (noise.uniform() * values.length);
            if (values[at] == (byte) DARK) {
                values[at] = (byte) BRIGHT;
                bright++;
            }
        }
        return Png.of(new Pixels(SHAPE, values), 1);
    }
}
