package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.torchscript.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptTest {
    private static final int DIM = 3;
    private static final int BATCH = 2;

    @TempDir
    Path folder;

    static Stream<Arguments> architectures() {
        Shape digits = new Shape(1, 28, 28);
        return Stream.of(
                Arguments.of("one hidden layer, as in 2013", mlp("tanh", List.of(20)), digits),
                Arguments.of("a deeper perceptron", mlp("silu", List.of(20, 12)), digits),
                Arguments.of("28×28 convolutions", conv("elu", List.of(3, 5), List.of(0, 1)), digits),
                Arguments.of("28×20 convolutions", conv("relu", List.of(4, 2), List.of(1, 1)), new Shape(1, 28, 20)),
                Arguments.of("32×32 in three channels", conv("gelu", List.of(2, 3, 4), null), new Shape(3, 32, 32)),
                Arguments.of("32×32 in four channels", conv("silu", List.of(2, 3), null), new Shape(4, 32, 32)),
                Arguments.of("64×64 convolutions", conv("elu", List.of(2, 2, 3, 3), null), new Shape(1, 64, 64)));
    }

    private static Architecture mlp(String activation, List<Integer> dense) {
        return new Architecture(Architecture.Family.MLP, dense, null, null, null, activation, 0.1, 0.1, 2.0);
    }

    private static Architecture conv(String activation, List<Integer> channels, List<Integer> blocks) {
        return new Architecture(
                Architecture.Family.CONV, List.of(9), channels, blocks, null, activation, 0.1, 0.1, null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("architectures")
    void anEncoderGivesWhatAPlainComputationGives(String name, Architecture stack, Shape shape) throws Exception {
        Network network = stack.encoder(shape, DIM);
        float[] images = uniform(BATCH * shape.size());
        check(network, images, shape, List.of(DIM, DIM), BATCH, shape.channels(), shape.height(), shape.width());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("architectures")
    void aDecoderGivesWhatAPlainComputationGives(String name, Architecture stack, Shape shape) throws Exception {
        decodes(stack.family() == Architecture.Family.MLP ? stack : mirrored(stack, List.of()), shape);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aDecoderThatWorksOnEachPlaceAloneGivesWhatAPlainComputationGives(int layers) throws Exception {
        List<Integer> places = List.of(5, 4, 6).subList(0, layers);
        decodes(mirrored(conv("silu", List.of(3, 5), List.of(0, 1)), places), new Shape(2, 28, 20));
    }

    private static Architecture mirrored(Architecture stack, List<Integer> places) {
        return new Architecture(
                Architecture.Family.CONV,
                stack.dense(),
                reversed(stack.channels()),
                reversed(stack.blocks()),
                places,
                stack.activation(),
                0,
                0,
                1.5);
    }

    private void decodes(Architecture mirrored, Shape shape) throws Exception {
        Network network = mirrored.decoder(shape, DIM);
        check(network, uniform(BATCH * DIM), new Shape(DIM, 1, 1), List.of(shape.size()), BATCH, DIM);
    }

    @Test
    void theSameModuleGivesTheSameBytes() throws Exception {
        Network network = mlp("tanh", List.of(4)).encoder(new Shape(1, 4, 4), DIM);
        List<Tensor> weights = weights(network);
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        network.module(weights).write(one);
        Thread.sleep(5);
        network.module(weights).write(two);
        assertArrayEquals(one.toByteArray(), two.toByteArray());
    }

    private static <T> List<T> reversed(List<T> list) {
        java.util.ArrayList<T> copy = new java.util.ArrayList<>(list);
        java.util.Collections.reverse(copy);
        return copy;
    }

    /** Weights none of which is zero, so that no layer is left out of the comparison. */
    private static List<Tensor> weights(Network network) {
        Noise noise = Noise.named(3, "weights");
        return network.write("forward", MethodWriter.Precision.FLOAT32, false, null).parameters().stream()
                .map(t -> {
                    float[] values = new float[t.values().length];
                    int fan = Math.max(1, values.length / t.shape()[0]);
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) (noise.normal() / Math.sqrt(fan));
                    }
                    return new Tensor(t.name(), t.shape(), values);
                })
                .toList();
    }

    private static float[] uniform(int count) {
        Noise noise = Noise.named(5, "input");
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) noise.uniform();
        }
        return values;
    }

    private void check(Network network, float[] input, Shape each, List<Integer> sizes, long... sides)
            throws Exception {
        List<Tensor> weights = weights(network);
        network.module(weights).write(folder.resolve("network.pt"));
        try (Model model = Model.newInstance("network", Device.cpu(), "PyTorch")) {
            model.load(folder, "network");
            try (NDManager scope = model.getNDManager().newSubManager()) {
                NDArray x = scope.create(input, new ai.djl.ndarray.types.Shape(sides));
                NDList outputs = model.getBlock().forward(new ParameterStore(scope, false), new NDList(x), false);
                assertEquals(sizes.size(), outputs.size());
                for (int b = 0; b < BATCH; b++) {
                    double[] values = new double[each.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = input[b * values.length + i];
                    }
                    List<double[]> expected = ReferenceNetwork.run(
                            network,
                            weights,
                            new ReferenceNetwork.Value(each.channels(), each.height(), each.width(), values));
                    for (int o = 0; o < outputs.size(); o++) {
                        float[] found = outputs.get(o).get(b).toFloatArray();
                        assertEquals(sizes.get(o), found.length);
                        for (int i = 0; i < found.length; i++) {
                            assertEquals(expected.get(o)[i], found[i], 1e-5, "output " + o + ", value " + i);
                        }
                    }
                }
            }
        }
    }
}
