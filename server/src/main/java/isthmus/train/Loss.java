package isthmus.train;

import isthmus.latent.Noise;
import isthmus.torchscript.TorchScript;

/** What a step of the optimiser lowers. Immutable; any thread. */
interface Loss {
    /**
     * A module of both networks whose {@code forward(x, target, noise, beta)} gives the loss and the two terms of the
     * bound, each averaged over the batch; x and target (batch, channels, height, width), noise (draws · batch, dim).
     *
     * @param noise where the initial weights come from
     */
    TorchScript module(MethodWriter.Precision precision, Noise noise);

    /** Makes that of a part of a recipe. */
    interface Maker {
        Loss of(Recipe part, Network encoder, Network decoder);
    }
}
