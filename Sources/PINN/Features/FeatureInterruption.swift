/// Thrown inside a step when the run is asked to stop; the stepper takes the step back.
struct FeatureInterruption: Error {}
