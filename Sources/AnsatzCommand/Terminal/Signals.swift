import Foundation
import Solving

/// Connects SIGINT, SIGTERM and SIGUSR1 to the running loop.
///
/// The first SIGINT or SIGTERM asks the loop to stop after its step; a second one ends the process at once.
enum Signals {
    /// The control of the run under way. Handlers cannot capture, so it is shared.
    static let control = RunControl()

    static func install() {
        signal(SIGINT) { _ in Signals.stop(.interrupt, status: .interrupted) }
        signal(SIGTERM) { _ in Signals.stop(.terminate, status: .terminated) }
        signal(SIGUSR1) { _ in Signals.control.requestCheckpoint() }
        // A reader that went away shows as an error of write, not as the death of the process.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes is an error of write as well.
        signal(SIGXFSZ, SIG_IGN)
    }

    private static func stop(_ reason: RunControl.StopReason, status: ExitStatus) {
        if control.stopReason != nil { _exit(status.rawValue) }
        control.requestStop(reason)
    }
}
