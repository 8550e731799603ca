import ArgumentParser
import Plots

/// What `ansatz plot` shows, and how.
struct PictureOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A field; repeatable. All if left out.")
    var field: [String] = []

    @Option(help: "auto, curves, map, space-time, slices, times, streamlines, quiver or phase.")
    var kind: PlotKind = .auto

    @Option(parsing: .unconditional, help: "The snapshot nearest to this time; the last if left out.")
    var time: Double?

    @Option(parsing: .unconditional, help: "The snapshot with this number, from 0; negative numbers count from the last.")
    var index: Int?

    @Option(help: "A plane such as z=0.5, which takes away that coordinate; repeatable.")
    var slice: [PlanePosition] = []

    @Flag(help: "Show the deviation from the exact solution or reference.")
    var error = false

    @Flag(inversion: .prefixedNo, help: "Values on a logarithmic scale; errors are, fields are not.")
    var log: Bool?

    @Flag(help: "Show what was reported while the run went on: metrics.jsonl.")
    var history = false

    @Option(help: "Colours: sequential, diverging, error or gray; chosen by the values if left out.")
    var colormap: ColorMapName?

    @Flag(help: "Write their values on contour lines.")
    var labels = false

    @Option(help: "Width and height in points, such as 600x420.")
    var size: FigureSize?

    func validate() throws {
        if time != nil && index != nil { throw ValidationError("--time and --index exclude each other.") }
        if history && (error || !field.isEmpty || kind != .auto) {
            throw ValidationError("--history shows no field: leave out --field, --kind and --error.")
        }
    }

    var moment: PlotOptions.Moment { time.map(PlotOptions.Moment.time) ?? index.map(PlotOptions.Moment.index) ?? .last }

    /// The choices for one figure.
    func options(title: String) -> PlotOptions {
        PlotOptions(
            kind: kind, moment: moment, slices: Dictionary(slice.map { ($0.axis, $0.position) }) { $1 }, showsError: error,
            isLogarithmic: log, colorMap: colormap?.map, labelsContours: labels, size: size, title: title)
    }

    /// Whether all pictures of the run are meant, as `solve` draws them.
    var isPlain: Bool {
        field.isEmpty && kind == .auto && moment == .last && slice.isEmpty && !error && log == nil && colormap == nil && !labels
            && size == nil
    }

    /// What tells a picture of a field from others of the same field, for the name of its file.
    var suffix: String {
        var parts = error ? ["error"] : []
        if kind != .auto { parts.append(kind.rawValue) }
        parts += slice.map { "\($0.axis)\($0.position)" }
        if let time { parts.append("t\(time)") }
        if let index { parts.append("n\(index)") }
        return parts.map { "_" + $0 }.joined()
    }
}

/// A position on an axis: `z=0.5`.
struct PlanePosition: ExpressibleByArgument {
    let axis: String
    let position: Double

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
        guard parts.count == 2, !parts[0].isEmpty, let position = Double(parts[1]), position.isFinite else { return nil }
        axis = parts[0]
        self.position = position
    }
}

/// A colour map by name.
struct ColorMapName: ExpressibleByArgument {
    let map: ColorMap

    init?(argument: String) {
        guard let map = ColorMap.named(argument) else { return nil }
        self.map = map
    }

    static var allValueStrings: [String] { ColorMap.all.map(\.name) }
}

extension PlotKind: ExpressibleByArgument {}
extension FigureFormat: ExpressibleByArgument {}

extension FigureSize: ExpressibleByArgument {
    /// `600x420`, in points.
    public init?(argument: String) {
        let parts = argument.split(separator: "x").compactMap { Double($0) }
        guard parts.count == 2, parts.allSatisfy({ $0 >= 60 && $0 <= 5000 }) else { return nil }
        self.init(width: parts[0], height: parts[1])
    }
}
