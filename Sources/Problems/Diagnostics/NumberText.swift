import Foundation

/// Numbers for messages and notes.
package enum NumberText {
    /// Four significant digits, without trailing zeros: `0.25`, `1.234e-07`.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-infinity" : "infinity" }
        // Zero has no sign in messages.
        return String(format: "%.4g", value == 0 ? 0 : value)
    }

    /// As few digits as read back to the same value.
    static func exact(_ value: Double) -> String {
        guard value.isFinite else { return short(value) }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    /// `(x = 0.5, t = 0)`.
    static func point(_ names: [String], _ values: [Double]) -> String {
        "(" + zip(names, values).map { "\($0) = \(short($1))" }.joined(separator: ", ") + ")"
    }
}
