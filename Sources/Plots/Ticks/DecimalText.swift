import Foundation

/// Decimal labels for whole multiples of a power of ten, exact to the digit.
struct DecimalText {
    /// One label a number, all with the same decimals.
    let labels: [String]
    /// `×10⁻⁵` where the labels are mantissas, else empty.
    let factor: String

    /// Labels of numerators·10^exponent.
    init(numerators: [Int], exponent: Int, style: TickSet.Style) {
        var (digits, power) = (numerators, exponent)
        while digits.contains(where: { $0 != 0 }), digits.allSatisfy({ $0 % 10 == 0 }) {
            digits = digits.map { $0 / 10 }
            power += 1
        }
        let largest = digits.map { abs($0) }.max() ?? 0
        let leading = largest == 0 ? 0 : String(largest).count - 1 + power
        // Numbers of more than five digits before the point or four behind it are read more easily as mantissas.
        let common = leading >= 5 || leading <= -4 || (largest > 0 && power < -4) ? leading : 0
        let decimals = max(0, common - power)
        // Whole numbers whose digits end above the units get their zeros back.
        let zeros = max(0, power - common)
        labels = digits.map { Self.text($0, decimals: decimals, zeros: zeros, style) }
        factor = common == 0 ? "" : "×" + Self.power(common, style)
    }

    private static func text(_ number: Int, decimals: Int, zeros: Int, _ style: TickSet.Style) -> String {
        var digits = String(abs(number))
        if number != 0 { digits += String(repeating: "0", count: zeros) }
        if decimals > 0 {
            digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return (number < 0 ? minus(style) : "") + digits
    }

    static func minus(_ style: TickSet.Style) -> String { style == .typeset ? "−" : "-" }

    /// `10⁻⁵` or `1e-5`.
    static func power(_ exponent: Int, _ style: TickSet.Style) -> String {
        guard style == .typeset else { return "1e\(exponent)" }
        let raised: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
        ]
        return "10" + String(String(exponent).compactMap { raised[$0] })
    }

    /// `+ 1000000`, `− 0.5`, `+ 1.2345×10¹²`: the shortest text that reads back as the number.
    static func offsetText(_ value: Double, _ style: TickSet.Style) -> String {
        (value < 0 ? minus(style) : "+") + " " + number(abs(value), style)
    }

    /// A number in the shortest form that reads back as it.
    static func number(_ value: Double, _ style: TickSet.Style) -> String {
        guard value.isFinite else { return "\(value)" }
        let sign = value < 0 ? minus(style) : ""
        let plain = "\(abs(value))"
        let parts = plain.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else {
            return sign + (plain.hasSuffix(".0") ? String(plain.dropLast(2)) : plain)
        }
        let mantissa = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
        if style == .plain { return "\(sign)\(mantissa)e\(exponent)" }
        return sign + (mantissa == "1" ? "" : "\(mantissa)×") + power(exponent, style)
    }

    /// A number to a few significant digits, for captions: trailing zeros are dropped.
    static func brief(_ value: Double, digits: Int = 4, _ style: TickSet.Style = .typeset) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
        let rounded = Double(String(format: "%.*e", digits - 1, value)) ?? value
        return number(rounded, style)
    }

    /// numerator·10^exponent, correctly rounded.
    static func value(_ numerator: Int, _ exponent: Int) -> Double {
        // One division or multiplication by an exact power rounds once; beyond, the decimal parser does.
        if exponent < 0, exponent >= -22 { return Double(numerator) / pow(10, Double(-exponent)) }
        if exponent >= 0, exponent <= 22 { return Double(numerator) * pow(10, Double(exponent)) }
        return Double("\(numerator)e\(exponent)") ?? .nan
    }

    /// value·10^power for any power, without leaving the numbers on the way.
    static func scaled(_ value: Double, by power: Int) -> Double {
        let half = power / 2
        return value * pow(10, Double(half)) * pow(10, Double(power - half))
    }

    /// The multiple of 10^power nearest to a value, as its shortest decimal would have it.
    static func rounded(_ value: Double, toPowerOfTen power: Int) -> Double {
        let count = scaled(value, by: -power).rounded()
        guard abs(count) < 9e15 else { return value }
        return Self.value(Int(count), power)
    }
}
