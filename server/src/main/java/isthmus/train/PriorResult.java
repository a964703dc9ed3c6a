package isthmus.train;

import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.inference.torch.RawNetwork;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.MixtureFit;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * p(z) of a training that is done, where it is a mixture. One thread, that of the training.
 *
 * @param weights all that was trained
 * @param folder into which the encoder is written to be run
 */
record PriorResult(
        Recipe recipe, List<Tensor> weights, TorchScript encoder, DataSet train, DataSet validation, Path folder) {
    private static final int CODES = 20_000; // at most, to which a mixture is fitted
    private static final int ROWS = 500; // images encoded at once

    /** The mixture; null where the prior has no numbers. */
    Mixture mixture() {
        return switch (recipe.prior().family()) {
            case STANDARD, LAPLACE -> null;
            case MIXTURE -> trained();
            case VAMP -> ofPseudoInputs();
            case FITTED -> fitted();
        };
    }

    private Mixture trained() {
        Map<String, Tensor> named = weights.stream().collect(Collectors.toMap(Tensor::name, Function.identity()));
        float[] logits = named.get(PriorTerms.LOGITS).values();
        double[] shares = new double[logits.length];
        Arrays.setAll(shares, k -> Math.exp(logits[k]));
        return mixture(
                named.get(PriorTerms.MEANS).values(),
                named.get(PriorTerms.LOGVARS).values(),
                shares);
    }

    /** The images whose posteriors are its components, in [0, 1]; null where there are none. */
    private float[] inputs() {
        if (recipe.prior().family() != PriorRecipe.Family.VAMP) {
            return null;
        }
        float[] inputs = weights.stream()
                .filter(tensor -> tensor.name().equals(PriorTerms.INPUTS))
                .findFirst()
                .orElseThrow()
                .values()
                .clone();
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Math.max(0, Math.min(1, inputs[i]));
        }
        return inputs;
    }

    /** In grey levels; null where there are none. */
    byte[] pseudoInputs() {
        float[] inputs = inputs();
        return inputs == null ? null : NetworkSnapshots.levels(inputs, false);
    }

    private Mixture ofPseudoInputs() {
        List<float[]> encoded = encoded(inputs());
        double[] shares = new double[recipe.prior().components()];
        Arrays.fill(shares, 1);
        return mixture(encoded.get(0), encoded.get(1), shares);
    }

    /** Of the codes of training images; validation images say of how many components. */
    private Mixture fitted() {
        int[] all = new int[Math.max(train.count(), validation.count())];
        Arrays.setAll(all, i -> i);
        float[] codes =
                encoded(train.floats(all, 0, Math.min(CODES, train.count()))).get(0);
        float[] heldOut = encoded(validation.floats(all, 0, validation.count())).get(0);
        return MixtureFit.DEFAULT
                .choose(codes, heldOut, recipe.latent(), recipe.prior().components())
                .mixture();
    }

    private Mixture mixture(float[] means, float[] logvars, double[] shares) {
        List<Gaussian> components = new ArrayList<>();
        for (int k = 0; k < shares.length; k++) {
            components.add(new Gaussian(means, logvars, k, recipe.latent()));
        }
        return new Mixture(components, shares);
    }

    /** Each output of the encoder, (count, dim), for images (count, values). */
    private List<float[]> encoded(float[] images) {
        Shape shape = train.shape();
        int count = images.length / shape.size();
        Path file = folder.resolve("encoder.pt");
        encoder.write(file);
        List<float[]> outputs = new ArrayList<>();
        try (RawNetwork network = new RawNetwork(file)) {
            for (int from = 0; from < count; from += ROWS) {
                int to = Math.min(count, from + ROWS);
                float[] part = Arrays.copyOfRange(images, from * shape.size(), to * shape.size());
                long[] sides = {to - from, shape.channels(), shape.height(), shape.width()};
                List<RawNetwork.Output> found = network.run(part, sides, RawNetwork.Precision.FLOAT32);
                for (int i = 0; i < found.size(); i++) {
                    if (from == 0) {
                        outputs.add(new float[count * recipe.latent()]);
                    }
                    float[] values = found.get(i).values();
                    System.arraycopy(values, 0, outputs.get(i), from * recipe.latent(), values.length);
                }
            }
        }
        return outputs;
    }
}
