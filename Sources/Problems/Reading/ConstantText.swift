import Expressions

/// Numbers written as formulas without names: `1e-10`, `2*pi`.
enum ConstantText {
    static func value(of text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
