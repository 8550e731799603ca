import Fields
import Foundation

/// What a `.npz` file of a run says about its grid and fields beside the plain arrays, as JSON text in the array
/// `__grid__`, so that a grid read back is the same grid: layout, quadrature and interpolation included.
struct GridDescription: Codable, Equatable {
    struct Axis: Codable, Equatable {
        var name: String
        /// `uniform`, `periodic`, `chebyshev` or `points`.
        var layout: String
        /// Ends of the elements, for Chebyshev axes.
        var breaks: [Double]?
        /// Image of the first point, for periodic axes.
        var upper: Double?
    }

    struct Quantity: Codable, Equatable {
        var name: String
        var components: [String]
        var isVector: Bool
    }

    static let key = "__grid__"

    var version = 1
    var axes: [Axis]
    var fields: [Quantity]

    init(_ grid: Grid, _ fields: [Field]) {
        axes = grid.axes.map { axis in
            switch axis.layout {
            case .uniform: Axis(name: axis.name, layout: "uniform")
            case .periodic: Axis(name: axis.name, layout: "periodic", upper: axis.upper)
            case .points: Axis(name: axis.name, layout: "points")
            case .chebyshev(let breaks): Axis(name: axis.name, layout: "chebyshev", breaks: breaks)
            }
        }
        self.fields = fields.map { Quantity(name: $0.name, components: $0.componentNames, isVector: $0.isVector) }
    }

    /// The JSON text.
    func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Names and finite numbers always encode.
        return [UInt8]((try? encoder.encode(self)) ?? Data())
    }

    /// Reads the JSON text; nil if it is not one.
    init?(decoding bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(GridDescription.self, from: Data(bytes)), value.version == 1 else {
            return nil
        }
        self = value
    }
}

extension GridDescription.Axis {
    /// The axis with these points, or nil if they do not fit the description.
    func axis(points: [Double]) -> GridAxis? {
        guard !points.isEmpty, points.allSatisfy(\.isFinite), zip(points, points.dropFirst()).allSatisfy(<) else {
            return nil
        }
        switch layout {
        case "uniform":
            return rebuilt(.uniform(name, from: points[0], to: points[points.count - 1], count: points.count), points)
        case "periodic":
            guard let upper, upper.isFinite, upper > points[points.count - 1] else { return nil }
            return rebuilt(.periodic(name, from: points[0], to: upper, count: points.count), points)
        case "chebyshev": return chebyshev(points)
        case "points": return .points(name, points)
        default: return nil
        }
    }

    private static let largestDegree = 8192

    private func chebyshev(_ points: [Double]) -> GridAxis? {
        guard let breaks, breaks.count >= 2, breaks.allSatisfy(\.isFinite),
            zip(breaks, breaks.dropFirst()).allSatisfy(<)
        else { return nil }
        let places = Dictionary(zip(points, points.indices)) { first, _ in first }
        let ends = breaks.map { places[$0] ?? -1 }
        let degrees = zip(ends, ends.dropFirst()).map { $1 - $0 }
        guard ends[0] == 0, ends[ends.count - 1] == points.count - 1 else { return nil }
        // Larger degrees are not written; weights cost the square of the degree, and files may lie.
        guard degrees.allSatisfy({ (1...Self.largestDegree).contains($0) }) else { return nil }
        return rebuilt(.chebyshev(name, breaks: breaks, degrees: degrees), points)
    }

    /// The rebuilt axis with the stored points, if they agree; a library elsewhere may round its sines differently.
    private func rebuilt(_ axis: GridAxis, _ points: [Double]) -> GridAxis? {
        let bound = 1e-9 * axis.length
        guard zip(axis.points, points).allSatisfy({ abs($0 - $1) <= bound }) else { return nil }
        return GridAxis(name: name, layout: axis.layout, points: points, weights: axis.weights)
    }
}
