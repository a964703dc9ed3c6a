package isthmus.http;

import isthmus.Version;
import isthmus.model.ModelCard;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What everything that is computed of a model depends on: its files, and the Isthmus that computes. Any thread. */
final class ModelVersion {
    private static final int LENGTH = 16; // characters

    private ModelVersion() {}

    /** The ETag of what is computed of a model. */
    static String etag(ModelCard card) {
        StringBuilder all = new StringBuilder(Version.NAME);
        for (Map.Entry<String, String> file : new TreeMap<>(card.files()).entrySet()) {
            all.append('\n').append(file.getKey()).append(' ').append(file.getValue());
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash).substring(0, LENGTH) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
