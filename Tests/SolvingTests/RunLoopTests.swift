import NumericsCore
import Solving
import XCTest

final class RunLoopTests: XCTestCase {
    func testRunsToTheEndAndReportsEveryStep() throws {
        var observer = RecordingObserver()
        let outcome = try Solving.run(CountingStepper(limit: 5), observer: &observer)
        XCTAssertEqual(outcome, .converged)
        XCTAssertEqual(observer.steps, [1, 2, 3, 4, 5])
        XCTAssertTrue(observer.saves.isEmpty)
    }

    func testARequestToStopEndsAfterTheStepAndSaves() throws {
        let control = RunControl()
        let stepper = CountingStepper(limit: 100) { if $0 == 3 { control.requestStop(.interrupt) } }
        var observer = RecordingObserver()
        let outcome = try Solving.run(stepper, control: control, observer: &observer)
        XCTAssertEqual(outcome, .interrupted)
        XCTAssertEqual(observer.steps, [1, 2, 3])
        XCTAssertEqual(observer.saves, [Checkpoint(integers: ["count": 3])])
    }

    func testTheLastStepWinsOverARequestToStop() throws {
        let control = RunControl()
        let stepper = CountingStepper(limit: 3) { if $0 == 3 { control.requestStop(.interrupt) } }
        var observer = RecordingObserver()
        XCTAssertEqual(try Solving.run(stepper, control: control, observer: &observer), .converged)
    }

    func testARequestForACheckpointSavesAndGoesOn() throws {
        let control = RunControl()
        let stepper = CountingStepper(limit: 4) { if $0 == 2 { control.requestCheckpoint() } }
        var observer = RecordingObserver()
        XCTAssertEqual(try Solving.run(stepper, control: control, observer: &observer), .converged)
        XCTAssertEqual(observer.saves, [Checkpoint(integers: ["count": 2])])
    }

    func testTheTimeLimitLeavesRoomForTheLongestStep() throws {
        var observer = RecordingObserver()
        // The clock is read twice a step, one second each: steps look two seconds long at most.
        let outcome = try Solving.run(
            CountingStepper(limit: 1000), schedule: RunSchedule(checkpointInterval: nil, timeLimit: .seconds(10)),
            observer: &observer, clock: TickingClock(tick: .seconds(1)))
        XCTAssertEqual(outcome, .timeLimit)
        XCTAssertEqual(observer.steps.count, 5)
        XCTAssertEqual(observer.saves.count, 1)
    }

    func testCheckpointsAreWrittenByWallTime() throws {
        var observer = RecordingObserver()
        _ = try Solving.run(
            CountingStepper(limit: 20), schedule: RunSchedule(checkpointInterval: .seconds(10)), observer: &observer,
            clock: TickingClock(tick: .seconds(1)))
        XCTAssertGreaterThanOrEqual(observer.saves.count, 2)
        XCTAssertLessThan(observer.saves.count, 10)
    }

    func testAnErrorOfTheStepperEndsTheRun() {
        let stepper = CountingStepper(limit: 9) {
            if $0 == 2 { throw SolverError.diverged(field: "u", location: "x = 0", step: 2, likelyKnob: "tolerance") }
        }
        var observer = RecordingObserver()
        XCTAssertThrowsError(try Solving.run(stepper, observer: &observer))
        XCTAssertEqual(observer.steps, [1])
    }
}
