package isthmus.spark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Images with their addresses, which are read where they are encoded. The driver's thread.
 *
 * @param rows ascending within a partition
 * @param labelType of the labels; null where there are none
 * @param others the other columns that came in
 * @param line what it is, for people
 */
record Corpus(JavaRDD<CorpusRow> rows, DataType labelType, List<StructField> others, String line) {}
