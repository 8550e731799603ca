import Foundation
import NumericsCore

/// Memory of one full multigrid solve, right side and answer included.
enum PeakMemory {
    /// The largest resident size of this process so far, in bytes (Linux), or nil.
    private static var highWater: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }.map { 1024 * $0 }
    }

    /// To be run before anything else has used memory.
    static func run(dimension: Int, cells: Int) throws {
        guard let before = highWater else { return }
        let axis = LatticeOperator.Axis(cells: cells, spacing: 1 / Double(cells))
        let linearOperator = LatticeOperator(axes: Array(repeating: axis, count: dimension))
        let right = Tensor(shape: linearOperator.shape, repeating: 1.0)
        var values = Tensor(shape: linearOperator.shape, repeating: 0.0)
        try LatticeMultigrid(linearOperator).solve(right: right, values: &values, tolerance: 1e-10)
        let bytes = ((highWater ?? before) - before) / Double(linearOperator.unknownShape.reduce(1, *))
        print("\(cells)^\(dimension): peak memory", String(format: "%.1f bytes an unknown", bytes))
    }
}
