import Foundation

/// A colour in the perceptual space Oklab (Ottosson 2020): equal distances look about equally far apart.
public struct Oklab: Hashable, Sendable {
    /// Lightness: 0 black, 1 white.
    public var lightness: Double
    /// Green (negative) to red.
    public var a: Double
    /// Blue (negative) to yellow.
    public var b: Double

    public init(lightness: Double, a: Double, b: Double) {
        self.lightness = lightness
        self.a = a
        self.b = b
    }

    /// A colour by lightness, chroma and hue in degrees.
    public init(lightness: Double, chroma: Double, hue: Double) {
        let angle = hue * .pi / 180
        self.init(lightness: lightness, a: chroma * cos(angle), b: chroma * sin(angle))
    }

    /// The place of an sRGB colour; its opacity is left out.
    public init(_ color: PlotColor) {
        let (red, green, blue) = (Self.linear(color.red), Self.linear(color.green), Self.linear(color.blue))
        let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        self.init(
            lightness: 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            a: 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            b: 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short)
    }

    /// Distance to another colour; about 0.02 is the least that is seen.
    public func distance(to other: Oklab) -> Double {
        let (l, x, y) = (lightness - other.lightness, a - other.a, b - other.b)
        return (l * l + x * x + y * y).squareRoot()
    }

    /// The sRGB colour; where screens cannot show it, the most colourful one of the same lightness and hue that they can.
    public var color: PlotColor {
        let exact = encoded(chromaFactor: 1)
        if Self.isShown(exact) { return Self.clamped(exact) }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<30 {
            let middle = (low + high) / 2
            if Self.isShown(encoded(chromaFactor: middle)) { low = middle } else { high = middle }
        }
        return Self.clamped(encoded(chromaFactor: low))
    }

    private func encoded(chromaFactor: Double) -> [Double] {
        let (a, b) = (a * chromaFactor, b * chromaFactor)
        func cube(_ x: Double) -> Double { x * x * x }
        let long = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
        let medium = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
        let short = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
        return [
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        ].map(Self.encoded)
    }

    private static func isShown(_ parts: [Double]) -> Bool { parts.allSatisfy { $0 >= -1e-6 && $0 <= 1 + 1e-6 } }

    private static func clamped(_ parts: [Double]) -> PlotColor {
        let inside = parts.map { min(max($0, 0), 1) }
        return PlotColor(red: inside[0], green: inside[1], blue: inside[2])
    }

    /// The transfer function of sRGB (IEC 61966-2-1).
    static func linear(_ part: Double) -> Double { part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4) }

    static func encoded(_ part: Double) -> Double {
        part <= 0.0031308 ? part * 12.92 : 1.055 * pow(part, 1 / 2.4) - 0.055
    }
}
