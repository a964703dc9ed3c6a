package isthmus.bench;

import isthmus.latent.Noise;
import java.util.Locale;

/** Decode requests for codes drawn from the prior, written before anything is timed. Immutable; any thread. */
final class DecodeRequests {
    private final String[] texts;

    /**
     * @param count of different requests
     * @param codes in each request
     * @param rest fields that follow the codes, such as {@code ,"lane":"hover"}
     */
    DecodeRequests(String model, int dim, int count, int codes, String rest) {
        Noise noise = new Noise(1, codes);
        texts = new String[count];
        for (int i = 0; i < count; i++) {
            float[] z = noise.normals(codes * dim);
            StringBuilder text = new StringBuilder("{\"op\":\"decode\",\"model\":\"" + model + "\",\"codes\":[");
            for (int j = 0; j < z.length; j++) {
                text.append(j % dim == 0 ? "[" : "")
                        .append(String.format(Locale.ROOT, "%.3f", z[j]))
                        .append(j % dim == dim - 1 ? "]" : "")
                        .append(j < z.length - 1 ? "," : "");
            }
            texts[i] = text.append("]").append(rest).append("}").toString();
        }
    }

    /** The request of a number; they repeat after the last. */
    String at(long number) {
        return texts[(int) (number % texts.length)];
    }
}
