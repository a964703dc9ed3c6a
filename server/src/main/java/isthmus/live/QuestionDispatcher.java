package isthmus.live;

import isthmus.wire.Question;
import isthmus.wire.Question.Answerer;

/**
 * Finds who answers a question. Made for one request; called on the session's thread, which no answer keeps waiting.
 */
final class QuestionDispatcher implements Answerer {
    private final LiveServices house;
    private final ServedModel space;
    private final ActiveRequest running;

    QuestionDispatcher(LiveServices house, ServedModel space, ActiveRequest running) {
        this.house = house;
        this.space = space;
        this.running = running;
    }

    @Override
    public void answer(Question.Plane question) {
        new MapAnswer(house, space, running).plane(question);
    }

    @Override
    public void answer(Question.Dimensions question) {
        new DimensionsAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Decode question) {
        new DecodeAnswer(house, space, running).codes(question);
    }

    @Override
    public void answer(Question.Path question) {
        new PathAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Tiles question) {
        new TilesAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Encode question) {
        new EncodeAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Sample question) {
        new DecodeAnswer(house, space, running).draws(question);
    }

    @Override
    public void answer(Question.Atlas question) {
        new AtlasAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Rows question) {
        new RowsAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Nearest question) {
        new MapAnswer(house, space, running).nearest(question);
    }

    @Override
    public void answer(Question.Density question) {
        new DensityAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Believe question) {
        new BelieveAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Posterior question) {
        new PosteriorAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Refine question) {
        new RefineAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Complete question) {
        new CompleteAnswer(house, space, running).answer(question);
    }

    @Override
    public void answer(Question.Cancel question) {
        throw new IllegalStateException("the session answers cancel itself, before it starts anything");
    }
}
