package isthmus.latent;

/** p(z), whatever its family. Immutable; any thread. */
public sealed interface Prior extends Distribution permits Gaussian, FlowMatching, Codebook {}
