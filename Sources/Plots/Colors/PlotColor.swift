/// An sRGB colour with opacity.
public struct PlotColor: Hashable, Sendable {
    /// Parts in 0...1, gamma-encoded as on screens.
    public var red, green, blue: Double
    /// 1 is opaque.
    public var alpha: Double

    public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// A colour as style sheets write it: `0x0072B2`.
    public init(hex: UInt32) {
        self.init(
            red: Double((hex >> 16) & 0xFF) / 255, green: Double((hex >> 8) & 0xFF) / 255, blue: Double(hex & 0xFF) / 255)
    }

    public static let white = PlotColor(hex: 0xFFFFFF)
    public static let black = PlotColor(hex: 0x000000)

    /// The same colour at another opacity.
    public func opacity(_ alpha: Double) -> PlotColor { PlotColor(red: red, green: green, blue: blue, alpha: alpha) }

    /// Parts in 0...255, opacity left out.
    public var bytes: (red: UInt8, green: UInt8, blue: UInt8) {
        (Self.byte(red), Self.byte(green), Self.byte(blue))
    }

    private static func byte(_ part: Double) -> UInt8 { UInt8(min(max(part, 0), 1) * 255 + 0.5) }
}

extension PlotColor {
    /// Colours of several curves, told apart also without red or green cones (Okabe and Ito 2008), darkest first.
    public static let series: [PlotColor] = [
        PlotColor(hex: 0x0072B2), PlotColor(hex: 0xD55E00), PlotColor(hex: 0x009E73), PlotColor(hex: 0xCC79A7),
        PlotColor(hex: 0xE69F00), PlotColor(hex: 0x56B4E9),
    ]
}
