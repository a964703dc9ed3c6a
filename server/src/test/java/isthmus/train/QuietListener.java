package isthmus.train;

/** Of trainings whose progress no test looks at. */
class QuietListener implements TrainingMethod.Listener {
    @Override
    public void step(int epoch, int step, int steps, double reconstruction, double kl) {}

    @Override
    public void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound, int best) {}
}
