package isthmus.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import isthmus.Failure;
import isthmus.data.RowImages;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet files with a column of images: picture files or pixels as bytes, an array of pixels, or a struct whose {@code bytes}
 * are a picture file, as data sets on the Hugging Face hub have them. A column {@code row} of integers addresses the images;
 * without one, rows count through the files in the order of their paths. The driver's thread.
 */
record ParquetSource(Dataset<Row> data, String images, String labels, String names) {
    private static final String ROW = "row";
    private static final List<String> LABELS = List.of("label", "labels", "class", "target");
    private static final List<String> NAMES = List.of("name", "file", "path", "id");

    /**
     * @param images column, or null to find it
     * @param labels column, or null for one of the usual names
     * @param names column, or null for one of the usual names
     */
    static ParquetSource of(SparkSession spark, String uri, String images, String labels, String names) {
        Dataset<Row> data = spark.read().parquet(uri);
        StructType schema = data.schema();
        String found = images != null ? required(schema, uri, images) : found(schema, uri);
        return new ParquetSource(
                data,
                found,
                labels != null ? required(schema, uri, labels) : usual(schema, LABELS, false),
                names != null ? required(schema, uri, names) : usual(schema, NAMES, true));
    }

    private static String required(StructType schema, String uri, String column) {
        if (!List.of(schema.fieldNames()).contains(column)) {
            throw Failure.badInput(uri, "a column " + column, String.join(", ", schema.fieldNames()));
        }
        return column;
    }

    private static String found(StructType schema, String uri) {
        List<String> columns = Stream.of(schema.fields())
                .filter(field -> holdsImages(field.dataType()))
                .map(StructField::name)
                .toList();
        if (columns.contains("image")) {
            return "image";
        }
        if (columns.size() != 1) {
            throw Failure.badInput(
                            uri,
                            "one column of images: bytes, an array of numbers, or a struct with bytes",
                            columns.isEmpty() ? "none" : String.join(", ", columns))
                    .hint("--column names it");
        }
        return columns.get(0);
    }

    private static boolean holdsImages(DataType type) {
        return type instanceof BinaryType
                || (type instanceof ArrayType array && array.elementType() instanceof NumericType)
                || (type instanceof StructType struct
                        && List.of(struct.fieldNames()).contains("bytes"));
    }

    private static String usual(StructType schema, List<String> usual, boolean text) {
        return usual.stream()
                .filter(name -> List.of(schema.fieldNames()).contains(name))
                .filter(name -> {
                    DataType type = schema.apply(name).dataType();
                    return type instanceof StringType || (!text && type instanceof NumericType);
                })
                .findFirst()
                .orElse(null);
    }

    Corpus corpus(int partitions, Shape shape) {
        StructType schema = data.schema();
        boolean addressed =
                List.of(schema.fieldNames()).contains(ROW) && schema.apply(ROW).dataType() instanceof NumericType;
        List<StructField> others = Stream.of(schema.fields())
                .filter(field -> !Arrays.asList(images, labels, names, ROW).contains(field.name()))
                .toList();
        for (StructField other : others) {
            if (EncodedSchema.NAMES.contains(other.name())) {
                throw Failure.badInput(
                        "column " + other.name(), "another name, for the codes have a column of this one", "it");
            }
        }
        boolean struct = schema.apply(images).dataType() instanceof StructType;
        List<Column> columns = new ArrayList<>(List.of(
                addressed ? col(ROW).cast("long") : col("_metadata.row_index"),
                addressed ? col(ROW).cast("string") : col("_metadata.file_path"),
                struct ? col(images).getField("bytes") : col(images),
                labels == null ? lit(null) : col(labels),
                names == null ? lit(null) : col(names)));
        others.forEach(other -> columns.add(col("`" + other.name() + "`")));
        Map<String, Long> firsts = addressed ? Map.of() : firstRows();
        int size = shape.size();
        Dataset<Row> selected = data.select(columns.toArray(Column[]::new));
        // Never spread over more partitions than the files give: that would send images between machines.
        Dataset<Row> read = partitions > 0 ? selected.coalesce(partitions) : selected;
        return new Corpus(
                read.toJavaRDD().map(row -> corpusRow(row, firsts, size)),
                labels == null ? null : schema.apply(labels).dataType(),
                others,
                "Parquet, images in the column " + images);
    }

    /** The first row of each file, when files are sorted by their paths. */
    private Map<String, Long> firstRows() {
        TreeMap<String, Long> counts = new TreeMap<>();
        for (Row row : data.groupBy(col("_metadata.file_path")).count().collectAsList()) {
            counts.put(row.getString(0), row.getLong(1));
        }
        Map<String, Long> firsts = new HashMap<>();
        long first = 0;
        for (Map.Entry<String, Long> file : counts.entrySet()) {
            firsts.put(file.getKey(), first);
            first += file.getValue();
        }
        return firsts;
    }

    private static CorpusRow corpusRow(Row row, Map<String, Long> firsts, int size) {
        long address = row.getLong(0) + (firsts.isEmpty() ? 0 : firsts.get(row.getString(1)));
        Object label = row.get(3);
        String name = row.get(4) == null ? null : row.get(4).toString();
        Object[] others = new Object[row.size() - 5];
        for (int i = 0; i < others.length; i++) {
            others[i] = row.get(5 + i);
        }
        Object image = row.get(2);
        String error = null;
        byte[] bytes = null;
        boolean picture = false;
        try {
            if (image == null) {
                error = "row %d: expected an image, found none".formatted(address);
            } else if (image instanceof byte[] found) {
                bytes = found;
                picture = RowImages.isPicture(found, size);
            } else {
                bytes = bytes(row.getList(2), address);
            }
        } catch (Failure e) {
            error = e.getMessage();
        }
        return new CorpusRow(address, name, label, bytes, picture, error, others);
    }

    /** Whole numbers from 0 to 255, or fractions from 0 to 1, which are rounded to 255ths as all data sets have them. */
    private static byte[] bytes(List<?> numbers, long row) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) {
            if (!(numbers.get(i) instanceof Number number)) {
                throw Failure.badInput("row " + row, "a number for each pixel", numbers.get(i));
            }
            boolean fraction = number instanceof Float || number instanceof Double;
            double grey =
                    fraction ? number.doubleValue() * 255 : number instanceof Byte b ? b & 0xFF : number.doubleValue();
            if (!(grey >= 0 && grey <= 255)) {
                throw Failure.badInput("row " + row, fraction ? "pixels from 0 to 1" : "pixels from 0 to 255", number);
            }
            bytes[i] = (byte) Math.round(grey);
        }
        return bytes;
    }
}
