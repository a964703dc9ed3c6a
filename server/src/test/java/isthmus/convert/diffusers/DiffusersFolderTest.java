package isthmus.convert.diffusers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.PixelRange;
import isthmus.convert.diffusers.ReferenceLayers.Value;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models with the published names and shapes, against the same layers in plain loops. */
class DiffusersFolderTest {
    private static final int SIDE = 8; // pixels of an image
    private static final int GROUPS = 4;
    private static final int BATCH = 2;
    private static final String[] NEW = {"to_q", "to_k", "to_v", "to_out.0"};
    private static final String[] OLD = {"query", "key", "value", "proj_attn"};

    private static final String KL = """
            {"_class_name": "AutoencoderKL", "_diffusers_version": "0.30.0", "act_fn": "silu", "in_channels": 3,
             "out_channels": 3, "block_out_channels": [8, 12], "layers_per_block": 1, "latent_channels": 2,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"], "norm_num_groups": 4, "sample_size": 8,
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"], "scaling_factor": 0.5%s}
            """;
    private static final String VQ = """
            {"_class_name": "VQModel", "in_channels": 3, "out_channels": 3, "block_out_channels": [8, 12],
             "latent_channels": 2, "vq_embed_dim": 3, "num_vq_embeddings": 5, "norm_num_groups": 4, "sample_size": 8,
             "down_block_types": ["DownEncoderBlock2D", "AttnDownEncoderBlock2D"],
             "up_block_types": ["AttnUpDecoderBlock2D", "UpDecoderBlock2D"]}
            """;
    private static final String TINY = """
            {"_class_name": "AutoencoderTiny", "in_channels": 3, "out_channels": 3, "act_fn": "relu",
             "encoder_block_out_channels": [6, 6], "decoder_block_out_channels": [6, 6],
             "num_encoder_blocks": [1, 2], "num_decoder_blocks": [2, 1], "latent_channels": 2}
            """;

    @TempDir
    Path folder;

    private final ReferenceLayers layers = new ReferenceLayers();

    private Value encoded(Value image, int out, boolean attentionInStage, boolean middleAttention, String... parts) {
        Value x = layers.convolution(image, "encoder.conv_in", 8, 3);
        x = layers.residual(x, "encoder.down_blocks.0.resnets.0", 8, GROUPS);
        x = layers.convolution(x, "encoder.down_blocks.0.downsamplers.0.conv", 8, 3, 2, 0, true);
        x = layers.residual(x, "encoder.down_blocks.1.resnets.0", 12, GROUPS);
        if (attentionInStage) {
            x = layers.attention(x, "encoder.down_blocks.1.attentions.0", GROUPS, parts);
        }
        x = middle(x, "encoder.mid_block", middleAttention, parts);
        x = ReferenceLayers.silu(layers.groupNorm(x, "encoder.conv_norm_out", GROUPS));
        return layers.convolution(x, "encoder.conv_out", out, 3);
    }

    private Value decoded(Value code, boolean attentionInStage, boolean middleAttention, String... parts) {
        Value x = layers.convolution(code, "decoder.conv_in", 12, 3);
        x = middle(x, "decoder.mid_block", middleAttention, parts);
        for (int block = 0; block < 2; block++) {
            x = layers.residual(x, "decoder.up_blocks.0.resnets." + block, 12, GROUPS);
            if (attentionInStage) {
                x = layers.attention(x, "decoder.up_blocks.0.attentions." + block, GROUPS, parts);
            }
        }
        x = layers.convolution(ReferenceLayers.doubled(x), "decoder.up_blocks.0.upsamplers.0.conv", 12, 3);
        x = layers.residual(x, "decoder.up_blocks.1.resnets.0", 8, GROUPS);
        x = layers.residual(x, "decoder.up_blocks.1.resnets.1", 8, GROUPS);
        x = ReferenceLayers.silu(layers.groupNorm(x, "decoder.conv_norm_out", GROUPS));
        return layers.convolution(x, "decoder.conv_out", 3, 3);
    }

    private Value middle(Value x, String name, boolean attention, String... parts) {
        Value y = layers.residual(x, name + ".resnets.0", 12, GROUPS);
        if (attention) {
            y = layers.attention(y, name + ".attentions.0", GROUPS, parts);
        }
        return layers.residual(y, name + ".resnets.1", 12, GROUPS);
    }

    private static Value part(Value x, int from, int to) {
        int area = x.height() * x.width();
        return new Value(
                to - from, x.height(), x.width(), java.util.Arrays.copyOfRange(x.values(), from * area, to * area));
    }

    private ConvertedModel read(String config) throws Exception {
        Files.writeString(folder.resolve("config.json"), config);
        SafetensorsFile.write(folder.resolve("diffusion_pytorch_model.safetensors"), layers.weights.values());
        return DiffusersFolder.read(folder);
    }

    private static List<Value> values(int channels, int side) {
        List<Value> values = new ArrayList<>();
        for (int b = 0; b < BATCH; b++) {
            float[] drawn = Noise.named(b, "input").normals(channels * side * side);
            double[] wide = new double[drawn.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = drawn[i];
            }
            values.add(new Value(channels, side, side, wide));
        }
        return values;
    }

    /** Runs a network and compares each output, row by row. */
    private void check(TorchScript network, List<Value> inputs, List<List<Value>> outputs) throws Exception {
        String name = network.name();
        network.write(folder.resolve(name + ".pt"));
        try (Model model = Model.newInstance(name, Device.cpu(), "PyTorch")) {
            model.load(folder, name);
            try (NDManager scope = model.getNDManager().newSubManager()) {
                Value first = inputs.get(0);
                int size = first.values().length;
                float[] all = new float[BATCH * size];
                for (int i = 0; i < all.length; i++) {
                    all[i] = (float) inputs.get(i / size).values()[i % size];
                }
                NDList given = new NDList(scope.create(
                        all, new ai.djl.ndarray.types.Shape(BATCH, first.channels(), first.height(), first.width())));
                NDList found = model.getBlock().forward(new ParameterStore(scope, false), given, false);
                assertEquals(outputs.size(), found.size());
                for (int o = 0; o < found.size(); o++) {
                    Value shaped = outputs.get(o).get(0);
                    assertArrayEquals(
                            new long[] {BATCH, shaped.channels(), shaped.height(), shaped.width()},
                            found.get(o).getShape().getShape());
                    for (int b = 0; b < BATCH; b++) {
                        float[] row = found.get(o).get(b).toFloatArray();
                        double[] expected = outputs.get(o).get(b).values();
                        for (int i = 0; i < row.length; i++) {
                            assertEquals(expected[i], row[i], 1e-4, name + ", output " + o + ", value " + i);
                        }
                    }
                }
            }
        }
    }

    private void checkKl(String more, boolean attention, boolean mixed, String... parts) throws Exception {
        List<Value> images = values(3, SIDE);
        List<Value> moments = images.stream()
                .map(image -> encoded(image, 4, false, attention, parts))
                .map(x -> mixed ? layers.convolution(x, "quant_conv", 4, 1) : x)
                .toList();
        List<Value> codes = values(2, SIDE / 2);
        List<Value> decoded = codes.stream()
                .map(code -> mixed ? layers.convolution(code, "post_quant_conv", 2, 1) : code)
                .map(code -> decoded(code, false, attention, parts))
                .toList();
        ConvertedModel model = read(KL.formatted(more));
        assertEquals(Optional.of(new Shape(3, SIDE, SIDE)), model.image());
        assertEquals(Optional.of(new PixelRange(-1, 1)), model.pixels());
        List<Value> means = moments.stream().map(x -> part(x, 0, 2)).toList();
        List<Value> logVariances = moments.stream()
                .map(x -> part(x, 2, 4).map(v -> Math.min(20, Math.max(-30, v))))
                .toList();
        check(model.encoder().orElseThrow(), images, List.of(means, logVariances));
        check(model.decoder().orElseThrow(), codes, List.of(decoded));
    }

    @Test
    void aVariationalAutoencoderGivesWhatItsLayersGive() throws Exception {
        checkKl("", true, true, NEW);
    }

    @Test
    void soDoesOneWhoseAttentionHasItsOldNames() throws Exception {
        checkKl("", true, true, OLD);
    }

    @Test
    void soDoesOneWithoutAttentionAndWithoutTheConvolutionsAroundItsCode() throws Exception {
        checkKl(
                ", \"mid_block_add_attention\": false, \"use_quant_conv\": false, \"use_post_quant_conv\": false",
                false,
                false);
    }

    @Test
    void logVariancesAreClamped() throws Exception {
        List<Value> images = values(3, SIDE);
        encoded(images.get(0), 4, false, false);
        decoded(values(2, SIDE / 2).get(0), false, false);
        float[] bias = layers.weight("encoder.conv_out.bias", 4);
        bias[2] = 1000;
        bias[3] = -1000;
        ConvertedModel model = read(KL.formatted(", \"mid_block_add_attention\": false, \"use_quant_conv\": false,"
                + " \"use_post_quant_conv\": false"));
        List<Value> moments =
                images.stream().map(image -> encoded(image, 4, false, false)).toList();
        List<Value> means = moments.stream().map(x -> part(x, 0, 2)).toList();
        List<Value> clamped = moments.stream()
                .map(x -> part(x, 2, 4).map(v -> v > 0 ? 20 : -30))
                .toList();
        check(model.encoder().orElseThrow(), images, List.of(means, clamped));
    }

    @Test
    void aCodebookIsWithinTheDecoder() throws Exception {
        List<Value> images = values(3, SIDE);
        List<Value> encoded = images.stream()
                .map(image -> layers.convolution(encoded(image, 2, true, true, NEW), "quant_conv", 3, 1))
                .toList();
        float[] codebook = layers.weight("quantize.embedding.weight", 5, 3);
        List<Value> codes = values(3, SIDE / 2);
        List<Value> decoded = codes.stream()
                .map(code -> nearest(code, codebook))
                .map(code -> layers.convolution(code, "post_quant_conv", 2, 1))
                .map(code -> decoded(code, true, true, NEW))
                .toList();
        ConvertedModel model = read(VQ);
        check(model.encoder().orElseThrow(), images, List.of(encoded));
        check(model.decoder().orElseThrow(), codes, List.of(decoded));
    }

    private static Value nearest(Value code, float[] codebook) {
        int area = code.height() * code.width();
        double[] rounded = new double[code.values().length];
        for (int at = 0; at < area; at++) {
            double least = Double.POSITIVE_INFINITY;
            for (int entry = 0; entry < codebook.length / 3; entry++) {
                double distance = 0;
                for (int c = 0; c < 3; c++) {
                    distance += Math.pow(code.values()[c * area + at] - codebook[entry * 3 + c], 2);
                }
                if (distance < least) {
                    least = distance;
                    for (int c = 0; c < 3; c++) {
                        rounded[c * area + at] = codebook[entry * 3 + c];
                    }
                }
            }
        }
        return new Value(3, code.height(), code.width(), rounded);
    }

    private Value tinyBlock(Value x, String name) {
        Value y = ReferenceLayers.relu(layers.convolution(x, name + ".conv.0", 6, 3));
        y = ReferenceLayers.relu(layers.convolution(y, name + ".conv.2", 6, 3));
        return ReferenceLayers.relu(x.plus(layers.convolution(y, name + ".conv.4", 6, 3)));
    }

    @Test
    void aTinyAutoencoderGivesWhatItsLayersGive() throws Exception {
        List<Value> images = values(3, SIDE);
        List<Value> encoded = new ArrayList<>();
        for (Value image : images) {
            Value x = layers.convolution(image.map(v -> (v + 1) / 2), "encoder.layers.0", 6, 3);
            x = tinyBlock(x, "encoder.layers.1");
            x = layers.convolution(x, "encoder.layers.2", 6, 3, 2, 1, false);
            x = tinyBlock(tinyBlock(x, "encoder.layers.3"), "encoder.layers.4");
            encoded.add(layers.convolution(x, "encoder.layers.5", 2, 3));
        }
        List<Value> codes = values(2, SIDE / 2);
        List<Value> decoded = new ArrayList<>();
        for (Value code : codes) {
            Value x = layers.convolution(code.map(v -> 3 * Math.tanh(v / 3)), "decoder.layers.0", 6, 3);
            x = tinyBlock(tinyBlock(ReferenceLayers.relu(x), "decoder.layers.2"), "decoder.layers.3");
            x = layers.convolution(ReferenceLayers.doubled(x), "decoder.layers.5", 6, 3, 1, 1, false);
            x = tinyBlock(x, "decoder.layers.6");
            decoded.add(layers.convolution(x, "decoder.layers.7", 3, 3).map(v -> 2 * v - 1));
        }
        ConvertedModel model = read(TINY);
        assertEquals(Optional.empty(), model.image());
        check(model.encoder().orElseThrow(), images, List.of(encoded));
        check(model.decoder().orElseThrow(), codes, List.of(decoded));
    }

    private String refusal(String config) {
        return assertThrows(Failure.class, () -> read(config)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AutoencoderKL>AutoencoderDC",
                "\"DownEncoderBlock2D\", \"DownEncoderBlock2D\">\"DownEncoderBlock2D\", \"DCDownBlock2d\"",
                "silu>snake",
                "\"norm_num_groups\": 4>\"norm_num_groups\": 5",
                "[8, 12]>[8, 16]",
                "\"layers_per_block\": 1>\"layers_per_block\": 0",
                "\"layers_per_block\": 1>\"layers_per_block\": 2"
            })
    void whatIsNotKnownOfALayoutIsNamed(String change) throws Exception {
        checkKl("", true, true, NEW);
        String[] words = change.split(">");
        String message = refusal(KL.formatted("").replace(words[0], words[1]));
        String said = words[1].replaceAll(".*\\D(?=\\d+$)|.*, \"|\"|[\\[\\]]", "");
        assertTrue(
                message.contains("config.json: ") && (message.contains(said) || message.contains("encoder.")), message);
    }

    @Test
    void weightsThatNoLayerReadsAreNamed() throws Exception {
        checkKl("", true, true, NEW);
        layers.weights.put("encoder.pool.weight", new Tensor("encoder.pool.weight", new int[] {1}, new float[] {1}));
        assertTrue(refusal(KL.formatted("")).contains("encoder.pool.weight: expected no weights but those"));
    }

    @Test
    void theFolderOfAPipelineHasOneForItsAutoencoder() throws Exception {
        checkKl("", true, true, NEW);
        Path pipeline = Files.createDirectory(folder.resolve("pipeline"));
        Path within = Files.createDirectory(pipeline.resolve("vae"));
        assertThrows(Failure.class, () -> DiffusersFolder.read(pipeline));
        Files.move(folder.resolve("config.json"), within.resolve("config.json"));
        Files.move(folder.resolve("diffusion_pytorch_model.safetensors"), within.resolve("mine.safetensors"));
        assertTrue(DiffusersFolder.recognises(pipeline));
        assertTrue(DiffusersFolder.read(pipeline).encoder().isPresent());
        assertTrue(DiffusersFolder.read(within.resolve("mine.safetensors"))
                .encoder()
                .isPresent());
    }
}
