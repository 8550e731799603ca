import Expressions

/// Numbers written as formulas without names: `1e-10`, `2*pi`.
public enum ConstantText {
    public static func value(of text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
