import Foundation
import Problems

/// Numbers as people read them in tables and progress lines.
extension NumberText {
    /// Scientific with three digits: `1.23e-05`; `-` for what is unknown.
    static func scientific(_ value: Double?) -> String {
        guard let value else { return "-" }
        return value.isFinite ? String(format: "%.2e", value) : "\(value)"
    }

    /// A duration: `840 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`.
    static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.9995: String(format: "%.0f ms", seconds * 1000)
        case ..<59.95: String(format: "%.1f s", seconds)
        case ..<3599.5:
            String(format: "%d min %02d s", Int(seconds.rounded()) / 60, Int(seconds.rounded()) % 60)
        default:
            String(format: "%d h %02d min", Int(seconds / 60) / 60, Int(seconds / 60) % 60)
        }
    }
}

extension Duration {
    /// The duration as a number of seconds.
    var seconds: Double {
        let (whole, atto) = components
        return Double(whole) + Double(atto) * 1e-18
    }
}
