package isthmus.live;

import isthmus.inference.Observation;
import isthmus.report.CodeLikelihoods;
import isthmus.report.TruePosterior;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** How likely an image is at codes, and how likely these are under the prior. Any thread. */
final class LikelihoodAnswer extends AnswerBase {
    LikelihoodAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Likelihood question) {
        int dim = served.dim();
        int count = question.count();
        if (question.view() != null) {
            TruePosterior.checkDim(served.card().id(), dim);
        }
        if (question.codes() != null) {
            question.codes().of("codes", dim);
        }
        ArraySpec nats = ArraySpec.of("prior", ArrayType.F8, count);
        ArraySpec codes = ArraySpec.of("codes", ArrayType.F4, count, dim);
        report(checkedBytes(nats, nats, codes, codes), question.image(), question.seed(), (chunked, image) -> {
            Observation seen = Observation.of(image.values());
            CodeLikelihoods found = question.codes() != null
                    ? CodeLikelihoods.of(chunked, seen, question.codes().values(), question.gradients())
                    : question.view() != null
                            ? CodeLikelihoods.onGrid(
                                    chunked, seen, question.view(), question.columns(), question.gradients())
                            : CodeLikelihoods.ofDraws(
                                    chunked, seen, question.draws(), question.seed(), question.gradients());
            Map<String, Object> head = new LinkedHashMap<>();
            if (question.view() != null) {
                head.putAll(PosteriorAnswer.place(question.view(), question.columns()));
            }
            FrameBuilder builder =
                    new FrameBuilder().add("likelihood", found.likelihood()).add("prior", found.prior());
            if (question.draws() != null) {
                builder.add(codes, found.codes())
                        .add("mu", found.q().mean())
                        .add("logvar", found.q().marginals().logvar());
            }
            if (found.gradient() != null) {
                builder.add(ArraySpec.of("gradient", ArrayType.F4, count, dim), found.gradient());
            }
            request.send(builder.frame(this, true, head), true);
        });
    }
}
