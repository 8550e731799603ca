import Foundation
import Plots

extension Terminal {
    /// Columns for a plot: those of the window, else what `COLUMNS` says, else 80.
    var plotWidth: Int {
        if isatty(descriptor) == 1 { return width }
        let told = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init)
        return told.map { min(max($0, 24), 400) } ?? width
    }

    /// 24 bits where the terminal says it has them, else the palette of 256.
    var plotColours: TerminalColours {
        guard usesColour else { return .none }
        let depth = ProcessInfo.processInfo.environment["COLORTERM"] ?? ""
        return depth.contains("truecolor") || depth.contains("24bit") ? .full : .indexed
    }
}
