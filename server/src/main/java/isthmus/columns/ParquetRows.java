package isthmus.columns;

import com.github.luben.zstd.Zstd;
import isthmus.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.xerial.snappy.Snappy;

/**
 * A Parquet file, column by column and row group by row group, without an object a row. By parquet-java, which takes classes of
 * Hadoop's API to be there but starts nothing of it; the lighter readers want a newer Java, or read no lists. One thread.
 */
final class ParquetRows implements AutoCloseable {
    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private MessageType requested;
    private PageReadStore group;
    private ColumnReadStoreImpl columns;

    /** What a column holds. */
    enum Kind {
        NUMBER,
        INTEGER,
        TEXT,
        /** A list of numbers a row. */
        LIST
    }

    ParquetRows(Path file) {
        this.file = file;
        try {
            reader = open(file);
        } catch (IOException | RuntimeException e) {
            throw Failure.badInput(file.toString(), "a Parquet file", e.getMessage())
                    .causedBy(e);
        }
        schema = reader.getFooter().getFileMetaData().getSchema();
        requested = schema;
    }

    static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new Codecs())
                        .build());
    }

    /** The columns of what was read of some. */
    static ColumnReadStoreImpl columns(PageReadStore read, MessageType of, ParquetFileReader reader) {
        return new ColumnReadStoreImpl(
                read,
                new NoRecords(of),
                of,
                reader.getFooter().getFileMetaData().getCreatedBy());
    }

    long rows() {
        return reader.getRecordCount();
    }

    List<String> names() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /** What a column holds; empty for what no column of an atlas can be. */
    Optional<Kind> kind(String name) {
        if (!schema.containsField(name)) {
            return Optional.empty();
        }
        return descriptor(name).map(leaf -> {
            PrimitiveType type = leaf.getPrimitiveType();
            boolean list = leaf.getMaxRepetitionLevel() == 1;
            return switch (type.getPrimitiveTypeName()) {
                case FLOAT, DOUBLE -> list ? Kind.LIST : Kind.NUMBER;
                case INT32, INT64, BOOLEAN -> list ? null : Kind.INTEGER;
                case BINARY ->
                    !list && type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation ? Kind.TEXT : null;
                default -> null;
            };
        });
    }

    /** The one leaf below a field that is a number, a text or a list of them. */
    private Optional<ColumnDescriptor> descriptor(String name) {
        List<ColumnDescriptor> leaves = schema.getColumns().stream()
                .filter(column -> column.getPath()[0].equals(name))
                .toList();
        return leaves.size() == 1 && leaves.get(0).getMaxRepetitionLevel() <= 1
                ? Optional.of(leaves.get(0))
                : Optional.empty();
    }

    /** Reads only some columns from now on. */
    void select(List<String> names) {
        requested = new MessageType(
                schema.getName(), names.stream().map(schema::getType).toList());
        reader.setRequestedSchema(requested);
    }

    /** Goes on to the next row group and gives its rows; 0 where there is none. */
    int next() throws IOException {
        group = reader.readNextRowGroup();
        if (group == null) {
            return 0;
        }
        columns = columns(group, requested, reader);
        return Math.toIntExact(group.getRowCount());
    }

    /** Takes the value of each row of a column, or null. */
    interface Values<T> {
        void accept(int row, T value) throws IOException;
    }

    /** Takes the number of each row; NaN for null. */
    interface Numbers {
        void accept(int row, double value) throws IOException;
    }

    void numbers(String name, Numbers to) throws IOException {
        ColumnDescriptor leaf = descriptor(name).orElseThrow();
        ColumnReader values = columns.getColumnReader(leaf);
        for (int row = 0; row < group.getRowCount(); row++) {
            boolean there = values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel();
            to.accept(row, there ? number(values, leaf) : Double.NaN);
            values.consume();
        }
    }

    void texts(String name, Values<String> to) throws IOException {
        ColumnDescriptor leaf = descriptor(name).orElseThrow();
        ColumnReader values = columns.getColumnReader(leaf);
        for (int row = 0; row < group.getRowCount(); row++) {
            boolean there = values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel();
            to.accept(row, there ? values.getBinary().toStringUsingUTF8() : null);
            values.consume();
        }
    }

    /** The list of each row, in an array that is used again; null where there is none. */
    void lists(String name, int width, Values<float[]> to) throws IOException {
        ColumnDescriptor leaf = descriptor(name).orElseThrow();
        ColumnReader values = columns.getColumnReader(leaf);
        float[] list = new float[width];
        long left = group.getPageReader(leaf).getTotalValueCount();
        for (int row = 0; row < group.getRowCount(); row++) {
            int found = 0;
            do {
                if (values.getCurrentDefinitionLevel() == leaf.getMaxDefinitionLevel()) {
                    if (found == width) {
                        throw width(name, width, "more", row);
                    }
                    list[found++] = (float) number(values, leaf);
                }
                values.consume();
                left--;
            } while (left > 0 && values.getCurrentRepetitionLevel() > 0);
            if (found != 0 && found != width) {
                throw width(name, width, found, row);
            }
            to.accept(row, found == 0 ? null : list);
        }
    }

    private Failure width(String name, int width, Object found, int row) {
        return Failure.badInput(
                "%s: %s".formatted(file, name),
                width + " numbers a row",
                "%s in row %d of a group".formatted(found, row));
    }

    static double number(ColumnReader values, ColumnDescriptor leaf) {
        PrimitiveTypeName type = leaf.getPrimitiveType().getPrimitiveTypeName();
        return switch (type) {
            case FLOAT -> values.getFloat();
            case DOUBLE -> values.getDouble();
            case INT32 -> values.getInteger();
            case INT64 -> values.getLong();
            case BOOLEAN -> values.getBoolean() ? 1 : 0;
            default -> throw new IllegalStateException("a number is not " + type);
        };
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Records are not put together here. */
    private static final class NoRecords extends GroupConverter {
        private final List<Converter> converters = new ArrayList<>();

        NoRecords(GroupType type) {
            for (Type field : type.getFields()) {
                converters.add(field.isPrimitive() ? new PrimitiveConverter() {} : new NoRecords(field.asGroupType()));
            }
        }

        @Override
        public Converter getConverter(int field) {
            return converters.get(field);
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    /** The codecs that are in use, without those of Hadoop. */
    private static final class Codecs implements CompressionCodecFactory {
        private interface Codec {
            byte[] unpacked(byte[] packed, int size) throws IOException;
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            Codec codec = switch (name) {
                case UNCOMPRESSED -> (packed, size) -> packed;
                case SNAPPY -> (packed, size) -> Snappy.uncompress(packed);
                case ZSTD -> Zstd::decompress;
                case GZIP ->
                    (packed, size) -> {
                        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                            return in.readNBytes(size);
                        }
                    };
                default -> throw Failure.badInput("", "Parquet that is not packed, or by snappy, zstd or gzip", name);
            };
            return new BytesInputDecompressor() {
                @Override
                public BytesInput decompress(BytesInput packed, int size) throws IOException {
                    return BytesInput.from(codec.unpacked(packed.toInputStream().readAllBytes(), size));
                }

                @Override
                public void decompress(ByteBuffer packed, int packedSize, ByteBuffer out, int size) throws IOException {
                    byte[] bytes = new byte[packedSize];
                    packed.get(bytes);
                    out.put(codec.unpacked(bytes, size));
                }

                @Override
                public void release() {}
            };
        }

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            throw new IllegalStateException("nothing is written");
        }

        @Override
        public void release() {}
    }
}
