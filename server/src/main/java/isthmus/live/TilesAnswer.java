package isthmus.live;

import isthmus.Limit;
import isthmus.latent.Tile;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes the tiles of a viewport, those nearest its centre first. Any thread. */
final class TilesAnswer extends AnswerBase {
    private static final int AHEAD = 2;

    TilesAnswer(LiveServices house, ServedModel space, ActiveRequest running) {
        super(house, space, running);
    }

    void answer(Question.Tiles question) {
        List<Tile> tiles = question.view()
                .tiles(question.level(), house.settings().limits().get(Limit.MAX_TILES_PER_REQUEST));
        if (tiles.isEmpty()) {
            running.done();
            return;
        }
        ArraySpec pixels = images("pixels", ArrayType.U1, Tile.CELLS);
        long bytes = checkedBytes(pixels);
        withPlane(
                question.plane(),
                plane -> new PiecewiseAnswer<byte[]>(
                                running,
                                tiles.size(),
                                bytes,
                                piece -> running.track(house.tile(space, plane, tiles.get(piece))),
                                (piece, values) ->
                                        write(tiles.get(piece), piece == tiles.size() - 1, pixels, values, bytes),
                                house.answers())
                        .start(AHEAD));
    }

    private void write(Tile tile, boolean last, ArraySpec pixels, byte[] values, long bytes) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("level", tile.z());
        head.put("x", tile.x());
        head.put("y", tile.y());
        AnswerFrame frame = frame(last, head, pixels).put(0, values, 0, values.length);
        running.send(frame, last, bytes);
    }
}
