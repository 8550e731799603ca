/// Which colours a terminal shows.
public enum TerminalColours: Sendable, Hashable {
    case none
    /// The palette of 256.
    case indexed
    /// 24 bits.
    case full

    /// The parameters that select a colour, in front or behind; empty without colours.
    func code(_ color: PlotColor, isBehind: Bool = false) -> String {
        let place = isBehind ? "48" : "38"
        let (red, green, blue) = color.bytes
        switch self {
        case .none: return ""
        case .full: return "\(place);2;\(red);\(green);\(blue)"
        case .indexed: return "\(place);5;\(Self.index(Int(red), Int(green), Int(blue)))"
        }
    }

    /// The nearest of the palette's cube of six levels and its ramp of greys.
    static func index(_ red: Int, _ green: Int, _ blue: Int) -> Int {
        let levels = [0, 95, 135, 175, 215, 255]
        func nearest(_ part: Int) -> Int { levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0 }
        func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
            (r - red) * (r - red) + (g - green) * (g - green) + (b - blue) * (b - blue)
        }
        let cube = (nearest(red), nearest(green), nearest(blue))
        let step = min(max(((red + green + blue) / 3 - 3) / 10, 0), 23)
        let grey = 8 + 10 * step
        let isGreyNearer = distance(grey, grey, grey) < distance(levels[cube.0], levels[cube.1], levels[cube.2])
        return isGreyNearer ? 232 + step : 16 + 36 * cube.0 + 6 * cube.1 + cube.2
    }
}
