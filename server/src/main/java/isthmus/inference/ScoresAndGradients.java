package isthmus.inference;

/**
 * How well codes explain what is seen, and which way it would be better explained. Immutable by agreement: nobody writes
 * into the arrays. Any thread.
 *
 * @param nats (count) log p(x|z)
 * @param gradient (count, dim) of it with respect to z
 */
public record ScoresAndGradients(float[] nats, float[] gradient) {}
