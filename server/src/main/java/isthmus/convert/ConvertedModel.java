package isthmus.convert;

import isthmus.image.Shape;
import isthmus.torchscript.TorchScript;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a file of another format becomes: networks that do what the file's do, output for output. What the outputs mean is
 * not decided here. Immutable; any thread.
 *
 * @param encoder takes images; there is none where the file holds a decoder alone
 * @param decoder takes codes; there is none where the file holds an encoder alone
 * @param image shape of one image, where the file says it
 * @param pixels scale of the images that the networks take and give, where the format fixes it; else it is to be measured
 * @param examples the file's own, where it carries some
 * @param batch the batch size that the file's author fixed, where the file states one: others may fail or mix rows
 * @param remarks sentences that the person who imports should read, such as of layers that were changed
 */
public record ConvertedModel(
        Optional<TorchScript> encoder,
        Optional<TorchScript> decoder,
        Optional<Shape> image,
        Optional<PixelRange> pixels,
        Optional<Examples> examples,
        OptionalInt batch,
        List<String> remarks) {
    public ConvertedModel {
        if (encoder.isEmpty() && decoder.isEmpty()) {
            throw new IllegalArgumentException("expected a network, found none");
        }
        remarks = List.copyOf(remarks);
    }
}
