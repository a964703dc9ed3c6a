package isthmus.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Encoded rows as somebody else reads them: by Spark, in the order of their addresses. */
record Codes(List<Row> rows) {
    static Codes read(Path out) throws IOException {
        try (SparkSession spark = local()) {
            return new Codes(spark.read().parquet(out.toString()).orderBy("row").collectAsList());
        }
    }

    static SparkSession local() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    /** A column of numbers, or of lists of numbers, flat; without rows that could not be encoded. */
    float[] floats(String column) {
        List<Float> all = new ArrayList<>();
        for (Row row : rows) {
            Object value = row.getAs(column);
            if (value instanceof Float one) {
                all.add(one);
            } else if (value != null) {
                all.addAll(row.getList(row.fieldIndex(column)));
            }
        }
        float[] flat = new float[all.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = all.get(i);
        }
        return flat;
    }
}
