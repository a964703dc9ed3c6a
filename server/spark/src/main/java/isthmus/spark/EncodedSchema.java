package isthmus.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.ArraySeq;

/** The columns of encoded rows, as pandas, DuckDB and Spark read them. Any thread. */
final class EncodedSchema {
    static final List<String> NAMES =
            List.of("row", "name", "label", "mu", "logvar", "kl", "reconstruction", "bound", "error");

    private EncodedSchema() {}

    static StructType of(Corpus corpus) {
        DataType floats = DataTypes.createArrayType(DataTypes.FloatType, false);
        List<StructField> fields = new ArrayList<>(List.of(
                DataTypes.createStructField("row", DataTypes.LongType, false),
                DataTypes.createStructField("name", DataTypes.StringType, true),
                DataTypes.createStructField(
                        "label", corpus.labelType() == null ? DataTypes.IntegerType : corpus.labelType(), true),
                DataTypes.createStructField("mu", floats, true),
                DataTypes.createStructField("logvar", floats, true),
                DataTypes.createStructField("kl", DataTypes.FloatType, true),
                DataTypes.createStructField("reconstruction", DataTypes.FloatType, true),
                DataTypes.createStructField("bound", DataTypes.FloatType, true),
                DataTypes.createStructField("error", DataTypes.StringType, true)));
        fields.addAll(corpus.others());
        return DataTypes.createStructType(fields);
    }

    static Row row(EncodedRow encoded) {
        CorpusRow source = encoded.source();
        boolean coded = encoded.error() == null;
        boolean bound = coded && encoded.elbo().isBound();
        Object[] values = new Object[NAMES.size() + source.others().length];
        values[0] = source.row();
        values[1] = source.name();
        values[2] = source.label();
        values[3] = coded ? ArraySeq.unsafeWrapArray(encoded.mu()) : null;
        values[4] = coded && encoded.logvar() != null ? ArraySeq.unsafeWrapArray(encoded.logvar()) : null;
        values[5] = bound ? (float) encoded.elbo().kl() : null;
        values[6] = coded ? (float) encoded.elbo().reconstruction().mean() : null;
        values[7] = bound ? (float) encoded.elbo().bound() : null;
        values[8] = encoded.error();
        System.arraycopy(source.others(), 0, values, NAMES.size(), source.others().length);
        return RowFactory.create(values);
    }
}
