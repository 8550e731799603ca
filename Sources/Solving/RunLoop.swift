import NumericsCore

/// Drives a stepper to its end: the only loop over steps in the program.
///
/// After each step it reports, looks for requests to stop, keeps the time limit and saves when due. A stopped run saves
/// before it returns, so that it can be resumed.
/// - Returns: how the run ended; the stepper holds the (partial) solution.
/// - Throws: what the stepper or the observer throws; a stepper's error means that the solve cannot go on.
public func run(
    _ stepper: any SolutionStepper, schedule: RunSchedule = RunSchedule(), control: RunControl = RunControl(),
    observer: inout some RunObserver, clock: some Clock<Duration> = ContinuousClock()
) throws -> Outcome {
    let start = clock.now
    var lastSave = start
    var longestStep = Duration.zero
    while true {
        let before = clock.now
        let status = try stepper.step()
        let now = clock.now
        longestStep = max(longestStep, before.duration(to: now))
        let report = stepper.report
        observer.stepped(report, elapsed: start.duration(to: now))
        if case .finished(let outcome) = status { return outcome }
        if let stop = outcomeOfStop(control, schedule, elapsed: start.duration(to: now), longestStep: longestStep) {
            try observer.save(stepper.checkpoint(), report: report)
            return stop
        }
        let isDue = schedule.checkpointInterval.map { lastSave.duration(to: now) >= $0 } ?? false
        if control.takeCheckpointRequest() || isDue {
            try observer.save(stepper.checkpoint(), report: report)
            lastSave = clock.now
        }
    }
}

/// The outcome of a run that has to end now, or nil. The limit counts the longest step so far as the margin
/// in which the next step must fit.
private func outcomeOfStop(
    _ control: RunControl, _ schedule: RunSchedule, elapsed: Duration, longestStep: Duration
) -> Outcome? {
    if control.stopReason != nil { return .interrupted }
    if let limit = schedule.timeLimit, elapsed + longestStep >= limit { return .timeLimit }
    return nil
}
