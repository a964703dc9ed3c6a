package isthmus.live;

import isthmus.columns.ColumnAtlas;
import isthmus.columns.PlanePoints;
import isthmus.columns.PointFilter;
import isthmus.columns.PointTile;
import isthmus.columns.Polygon;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Matrix;
import isthmus.wire.Question;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** The points of an atlas of columns where a plane shows them: tiles, and what a polygon and a filter hold. Any thread. */
final class PointsAnswer extends AnswerBase {
    private static final int CELLS = 1 << (2 * PointTile.BITS); // of a tile
    private static final double STEP = 0.02; // of progress, that is told

    PointsAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    /** Progress while they are put in order, and then what there is to ask for. */
    void points(Question.Points question) {
        answerBy(Lane.BULK, 0, () -> {
            ColumnAtlas atlas = served.columns();
            Plane plane = plane(question.plane());
            Progress progress = new Progress();
            PlanePoints points = atlas.points(plane, progress::tell);
            Map<String, Object> head = new LinkedHashMap<>();
            head.put("of", atlas.count());
            head.put("square", points.square());
            head.put("labels", atlas.labels());
            head.put("columns", atlas.columns());
            head.put("texts", atlas.texts());
            head.put("indexed", atlas.indexed());
            return frame(true, head);
        });
    }

    /** Tells how far it is, from time to time. */
    private final class Progress {
        private double told;

        synchronized void tell(double share) {
            if (share >= told + STEP && share < 1) {
                told = share;
                request.send(frame(false, Map.of("progress", share)), false);
            }
        }
    }

    private Plane plane(isthmus.wire.PlaneChoice choice) {
        return served.plane(choice);
    }

    void cells(Question.Cells question) {
        PointFilter filter = filter(question.filter());
        failWith(work(Lane.TILES, served::columns).thenAccept(atlas -> cells(question, filter, atlas)));
    }

    private void cells(Question.Cells question, PointFilter filter, ColumnAtlas atlas) {
        int count = question.tiles().length;
        int entries = CELLS * Math.max(1, atlas.labels().size());
        long bytes = checkedBytes(
                ArraySpec.of("cell", ArrayType.I4, entries),
                ArraySpec.of("count", ArrayType.I4, entries),
                ArraySpec.of("label", ArrayType.F4, entries)); // or value
        inPieces(
                count,
                bytes,
                1,
                piece -> work(Lane.TILES, () -> {
                    int[] tile = question.tiles()[piece];
                    PointTile found = atlas.points(plane(question.plane()), share -> {})
                            .tile(question.level(), tile[0], tile[1], question.column(), filter);
                    return tile(question.level(), tile, found, piece == count - 1);
                }),
                (piece, frame) -> request.send(frame, piece == count - 1));
    }

    private AnswerFrame tile(int level, int[] tile, PointTile found, boolean last) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("level", level);
        head.put("x", tile[0]);
        head.put("y", tile[1]);
        head.put("points", found.points());
        FrameBuilder builder = new FrameBuilder();
        if (found.isCells()) {
            int[] cells = new int[found.cells().length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = found.cells()[i];
            }
            builder.add("cell", cells).add("count", found.counts());
        } else {
            builder.add("x", found.x())
                    .add("y", found.y())
                    .add("row", LongStream.of(found.rows()).asDoubleStream().toArray());
        }
        if (found.classes() != null) {
            builder.add(ArraySpec.of("label", ArrayType.U1, found.classes().length), found.classes());
        }
        if (found.means() != null) {
            builder.add("value", found.means());
        }
        return builder.frame(this, last, head);
    }

    void select(Question.Select question) {
        PointFilter filter = filter(question.filter());
        int bars = question.columns().size() * question.bars();
        answerBy(
                Lane.INTERACTIVE,
                checkedBytes(
                        ArraySpec.of("bars", ArrayType.F8, Math.max(1, bars)),
                        ArraySpec.of("row", ArrayType.F8, Math.max(1, question.sample()))),
                () -> {
                    PlanePoints.Selection found = served.columns()
                            .points(plane(question.plane()), share -> {})
                            .select(
                                    polygon(question.polygon(), question.outlines()),
                                    filter,
                                    question.columns(),
                                    question.bars(),
                                    question.sample());
                    Map<String, Object> head = new LinkedHashMap<>();
                    head.put("count", found.count());
                    head.put("classes", found.classes());
                    head.put(
                            "histograms",
                            found.histograms().stream()
                                    .map(one -> Map.of("column", one.column(), "from", one.from(), "to", one.to()))
                                    .toList());
                    double[] counts = found.histograms().stream()
                            .flatMapToDouble(one -> LongStream.of(one.counts()).asDoubleStream())
                            .toArray();
                    return new FrameBuilder()
                            .add("bars", counts)
                            .add(
                                    "row",
                                    LongStream.of(found.rows()).asDoubleStream().toArray())
                            .frame(this, true, head);
                });
    }

    private static Polygon polygon(Matrix corners, int[] outlines) {
        if (corners == null) {
            return null;
        }
        int[] ends = outlines == null ? new int[] {corners.rows()} : outlines.clone();
        Arrays.parallelPrefix(ends, Integer::sum);
        return new Polygon(axis(corners, 0), axis(corners, 1), ends);
    }

    private static double[] axis(Matrix corners, int axis) {
        DoubleStream.Builder along = DoubleStream.builder();
        for (int i = 0; i < corners.rows(); i++) {
            along.add(corners.values()[2 * i + axis]);
        }
        return along.build().toArray();
    }

    private static PointFilter filter(List<Question.Range> ranges) {
        return new PointFilter(ranges.stream()
                .map(one -> new PointFilter.Range(one.column(), one.from(), one.to()))
                .toList());
    }
}
