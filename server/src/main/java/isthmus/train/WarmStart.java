package isthmus.train;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import isthmus.Failure;
import isthmus.inference.torch.TorchRuntime;
import isthmus.model.ModelCard;
import isthmus.torchscript.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights to begin a training with, taken from another model's networks where names and shapes agree. */
final class WarmStart {
    private WarmStart() {}

    /**
     * The initial weights with those of the model in their place.
     *
     * @param model its folder
     */
    static List<Tensor> from(Path model, List<Tensor> initial) {
        Map<String, Tensor> found = new HashMap<>();
        found.putAll(read(model.resolve(ModelCard.ENCODER), "encoder_"));
        found.putAll(read(model.resolve(ModelCard.DECODER), "decoder_"));
        List<Tensor> begun = initial.stream().map(one -> chosen(one, found)).toList();
        if (begun.equals(initial)) {
            throw Failure.badInput(
                    "from", "a model that was trained here with a network of this recipe's sizes", model.getFileName());
        }
        return begun;
    }

    private static Tensor chosen(Tensor initial, Map<String, Tensor> found) {
        Tensor other = found.get(initial.name());
        return other != null && Arrays.equals(other.shape(), initial.shape()) ? other : initial;
    }

    private static Map<String, Tensor> read(Path file, String prefix) {
        TorchRuntime.start();
        Map<String, Tensor> tensors = new HashMap<>();
        try (Model model = Model.newInstance("from", Device.cpu(), "PyTorch")) {
            model.load(file.toAbsolutePath(), null, Map.of("trainParam", "true"));
            try (NDManager scope = model.getNDManager().newSubManager()) {
                NDList weights = JniUtils.moduleGetParams((PtSymbolBlock) model.getBlock(), (PtNDManager) scope);
                for (NDArray weight : weights) {
                    if (weight.getName().startsWith(prefix)) {
                        tensors.put(weight.getName(), tensor(weight));
                    }
                }
            }
        } catch (IOException | MalformedModelException e) {
            throw Failure.badInput("from", "a model with " + file.getFileName(), e.getMessage())
                    .causedBy(e);
        }
        return tensors;
    }

    private static Tensor tensor(NDArray array) {
        int[] shape = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        return new Tensor(
                array.getName(), shape, array.toType(DataType.FLOAT32, false).toFloatArray());
    }
}
