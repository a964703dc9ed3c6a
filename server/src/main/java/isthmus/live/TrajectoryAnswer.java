package isthmus.live;

import isthmus.Failure;
import isthmus.inference.Lane;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.model.PriorCard.Family;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.Map;

/** The way of a flow's draws from noise into place; those that {@code sample} gives by the same seed. Any thread. */
final class TrajectoryAnswer extends AnswerBase {
    TrajectoryAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Trajectory question) {
        Family family = served.card().prior().family();
        if (family != Family.FLOW_MATCHING) {
            throw Failure.badInput(served.card().id(), "a prior of the family flow-matching", "another")
                    .hint("a draw of any other prior is made in one step");
        }
        int frames = question.moves() + 1;
        int shown = question.decoded();
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, frames, question.count(), served.dim());
        ArraySpec pixels = images("pixels", ArrayType.U1, frames * shown);
        request.whenRoom(
                checkedBytes(codes, pixels),
                () -> failWith(work(Lane.INTERACTIVE, () -> way(question)).thenAccept(way -> {
                    AnswerFrame frame = frame(true, Map.of(), codes, pixels).put(0, way);
                    if (shown == 0) {
                        request.send(frame, true);
                    } else {
                        decodeInto(frame, 1, ArrayType.U1, first(way, question), frames * shown);
                    }
                })));
    }

    private float[] way(Question.Trajectory question) {
        float[] noise = Noise.named(question.seed(), "sample").normals(question.count() * served.dim());
        return ((FlowMatching) served.prior()).trajectory(noise, question.moves());
    }

    /** Of each frame the first draws, (frames, decoded, dim). */
    private float[] first(float[] way, Question.Trajectory question) {
        int size = question.decoded() * served.dim();
        float[] codes = new float[(question.moves() + 1) * size];
        for (int frame = 0; frame <= question.moves(); frame++) {
            System.arraycopy(way, frame * question.count() * served.dim(), codes, frame * size, size);
        }
        return codes;
    }
}
