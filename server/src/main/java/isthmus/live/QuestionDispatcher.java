package isthmus.live;

import isthmus.wire.Question;
import isthmus.wire.Question.Answerer;

/**
 * Picks the answer to each kind of question. Made for one request; called on the session's thread, which no answer keeps
 * waiting.
 */
final class QuestionDispatcher implements Answerer {
    private final LiveServices services;
    private final LeasedModel model;
    private final ActiveRequest request;

    QuestionDispatcher(LiveServices services, LeasedModel model, ActiveRequest request) {
        this.services = services;
        this.model = model;
        this.request = request;
    }

    @Override
    public void answer(Question.Plane question) {
        new MapAnswer(services, model, request).plane(question);
    }

    @Override
    public void answer(Question.Dimensions question) {
        new DimensionsAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Decode question) {
        new DecodeAnswer(services, model, request).codes(question);
    }

    @Override
    public void answer(Question.Path question) {
        new PathAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Tiles question) {
        new TilesAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Encode question) {
        new EncodeAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Sample question) {
        new DecodeAnswer(services, model, request).draws(question);
    }

    @Override
    public void answer(Question.Atlas question) {
        new AtlasAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Column question) {
        new ColumnAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Rows question) {
        new RowsAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Nearest question) {
        new MapAnswer(services, model, request).nearest(question);
    }

    @Override
    public void answer(Question.Points question) {
        new PointsAnswer(services, model, request).points(question);
    }

    @Override
    public void answer(Question.Cells question) {
        new PointsAnswer(services, model, request).cells(question);
    }

    @Override
    public void answer(Question.Select question) {
        new PointsAnswer(services, model, request).select(question);
    }

    @Override
    public void answer(Question.Neighbours question) {
        new ColumnRowsAnswer(services, model, request).neighbours(question);
    }

    @Override
    public void answer(Question.Search question) {
        new ColumnRowsAnswer(services, model, request).search(question);
    }

    @Override
    public void answer(Question.Values question) {
        new ColumnRowsAnswer(services, model, request).values(question);
    }

    @Override
    public void answer(Question.Originals question) {
        new ColumnOriginalsAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Density question) {
        new DensityAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Support question) {
        new SupportAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Believe question) {
        new BelieveAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Contours question) {
        new ContoursAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Posterior question) {
        new PosteriorAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Refine question) {
        new RefineAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Complete question) {
        new CompleteAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Likelihood question) {
        new LikelihoodAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Evidence question) {
        new EvidenceAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Fit question) {
        new FitAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Trajectory question) {
        new TrajectoryAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Codebook question) {
        new CodebookAnswer(services, model, request).answer(question);
    }

    @Override
    public void answer(Question.Cancel question) {
        throw new IllegalStateException("the session answers cancel itself, before it starts anything");
    }
}
