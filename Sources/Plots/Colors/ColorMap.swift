import Foundation

/// A colour for each fraction of a range, in even perceptual steps.
public struct ColorMap: Hashable, Sendable {
    /// Name on the command line.
    public let name: String
    /// Whether the middle is neutral, for values around zero.
    public let isDiverging: Bool
    /// Colours at equal steps of the fraction, 256 of them.
    public let colors: [PlotColor]

    /// The colour at a fraction in 0...1; values outside take the nearest end.
    public func color(at fraction: Double) -> PlotColor {
        let position = min(max(fraction, 0), 1) * Double(colors.count - 1)
        let index = min(Int(position), colors.count - 2)
        let (low, high, part) = (colors[index], colors[index + 1], position - Double(index))
        func mixed(_ path: KeyPath<PlotColor, Double>) -> Double {
            low[keyPath: path] + part * (high[keyPath: path] - low[keyPath: path])
        }
        return PlotColor(red: mixed(\.red), green: mixed(\.green), blue: mixed(\.blue))
    }

    /// A stop on the path of a map: lightness, chroma, hue in degrees.
    typealias Stop = (lightness: Double, chroma: Double, hue: Double)

    /// A map along the smooth path through stops in Oklab, parametrised by arc length: steps look even.
    init(sequential name: String, through stops: [Stop]) {
        let path = Self.path(through: stops, count: 2048)
        var lengths = [0.0]
        for (before, after) in zip(path, path.dropFirst()) { lengths.append(lengths[lengths.count - 1] + before.distance(to: after)) }
        var colors: [PlotColor] = []
        var index = 0
        for step in 0..<256 {
            let target = lengths[lengths.count - 1] * Double(step) / 255
            while index < path.count - 2, lengths[index + 1] < target { index += 1 }
            colors.append(path[index].color)
        }
        self.name = name
        isDiverging = false
        self.colors = colors
    }

    /// A map of two arms that meet in a neutral middle; lightness rises evenly along each arm and alike on both.
    /// - Parameters:
    ///   - low, high: stops from an end to the middle, the middle left out.
    init(diverging name: String, low: [Stop], high: [Stop], middle: Double) {
        func arm(_ stops: [Stop]) -> [Oklab] {
            // The hue of a neutral colour is any; that of its neighbour keeps the path straight.
            Self.path(through: stops + [(middle, 0, stops[stops.count - 1].hue)], count: 128)
        }
        self.name = name
        isDiverging = true
        colors = (arm(low) + arm(high).reversed()).map(\.color)
    }

    /// Points on the path through stops that are equally spaced in the stops' numbering: cubic Hermite with
    /// finite-difference slopes, limited so that lightness stays monotone (Fritsch and Carlson 1980).
    private static func path(through stops: [Stop], count: Int) -> [Oklab] {
        let positions = stops.map(\.lightness)
        let chroma = MonotoneCurve(positions, stops.map(\.chroma))
        let hue = MonotoneCurve(positions, stops.map(\.hue))
        let (first, last) = (positions[0], positions[positions.count - 1])
        return (0..<count).map { step in
            let lightness = first + (last - first) * Double(step) / Double(count - 1)
            return Oklab(lightness: lightness, chroma: chroma.value(at: lightness), hue: hue.value(at: lightness))
        }
    }
}
