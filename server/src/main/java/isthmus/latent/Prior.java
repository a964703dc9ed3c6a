package isthmus.latent;

import java.util.Optional;

/** p(z), whatever its family. Immutable; any thread. */
public sealed interface Prior extends Distribution permits Gaussian {
    /** Itself where it is a diagonal Gaussian, for which KL divergences have closed forms. */
    Optional<Gaussian> gaussian();
}
