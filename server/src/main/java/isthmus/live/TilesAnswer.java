package isthmus.live;

import isthmus.Limit;
import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.latent.Tile;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes the tiles of a viewport, the nearest to its centre first. Any thread. */
final class TilesAnswer extends AnswerBase {
    private static final int AHEAD = 2;

    TilesAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Tiles question) {
        List<Tile> tiles = question.view()
                .tiles(question.level(), services.settings().limits().get(Limit.MAX_TILES_PER_REQUEST));
        if (tiles.isEmpty()) {
            request.done();
            return;
        }
        Shape cell = CellSampling.of(served.shape()).cell();
        ArraySpec pixels =
                ArraySpec.of("pixels", ArrayType.U1, Tile.CELLS, cell.channels(), cell.height(), cell.width());
        long bytes = checkedBytes(pixels);
        withPlane(
                question.plane(),
                plane -> inPieces(
                        tiles.size(),
                        bytes,
                        AHEAD,
                        piece -> request.track(services.tile(model, plane, tiles.get(piece))),
                        (piece, values) -> write(tiles.get(piece), piece == tiles.size() - 1, pixels, values)));
    }

    private void write(Tile tile, boolean last, ArraySpec pixels, byte[] values) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("level", tile.z());
        head.put("x", tile.x());
        head.put("y", tile.y());
        AnswerFrame frame = frame(last, head, pixels).put(0, values, 0, values.length);
        request.send(frame, last);
    }
}
