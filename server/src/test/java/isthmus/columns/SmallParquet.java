package isthmus.columns;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet as Spark writes encoded rows, of a few columns. */
public final class SmallParquet {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message spark_schema {
              required int64 row;
              optional binary name (STRING);
              optional binary label (STRING);
              optional group mu (LIST) { repeated group list { required float element; } }
              optional float kl;
              optional binary error (STRING);
              optional double weight;
              optional group other (LIST) { repeated group list { required binary element (STRING); } }
            }
            """);

    private SmallParquet() {}

    /** A row: without a code where mu is null. */
    public record Encoded(long row, String name, String label, float[] mu, Float kl, Double weight) {}

    public static Path write(Path file, Iterable<Encoded> rows) throws IOException {
        SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .build()) {
            for (Encoded row : rows) {
                Group group = groups.newGroup().append("row", row.row());
                if (row.name() != null) {
                    group.append("name", row.name());
                }
                if (row.label() != null) {
                    group.append("label", row.label());
                }
                if (row.mu() == null) {
                    group.append("error", "expected an image, found none");
                } else {
                    Group list = group.addGroup("mu");
                    for (float number : row.mu()) {
                        list.addGroup("list").append("element", number);
                    }
                }
                if (row.kl() != null) {
                    group.append("kl", row.kl());
                }
                if (row.weight() != null) {
                    group.append("weight", row.weight());
                }
                writer.write(group);
            }
        }
        return file;
    }
}
