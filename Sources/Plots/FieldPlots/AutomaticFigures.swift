import Fields

/// The pictures that a run leaves behind without being asked.
///
/// Without space: all quantities over time, and the first two against each other. In one dimension: each field, as curves or
/// as a space-time map with curves at a few times, and its error. In two and three: each field at the last time, and its
/// error.
public struct AutomaticFigures: Sendable {
    /// A picture to be made.
    public struct Request: Sendable {
        /// Name for a file, without ending.
        public var name: String
        public var field: String
        public var options: PlotOptions
    }

    public let requests: [Request]
    private let series: FieldSeries

    /// - Parameter title: stands above each picture.
    public init(of series: FieldSeries, title: String = "") {
        if series.dimension == 0 {
            self.series = series.joined()
            requests = Self.overTime(self.series, title)
        } else {
            self.series = series
            requests = series.mainFieldNames.flatMap { Self.requests($0, series, title) }
        }
    }

    /// Draws one of the requests.
    public func figure(_ request: Request) throws(PlotError) -> Figure {
        try FieldFigure.make(request.field, of: series, options: request.options)
    }

    private static func requests(_ name: String, _ series: FieldSeries, _ title: String) -> [Request] {
        var result = [Request(name: name, field: name, options: PlotOptions(title: title))]
        if series.dimension == 1, series.isTimeDependent {
            result.append(Request(name: name + "_curves", field: name, options: PlotOptions(kind: .curves, title: title)))
        }
        if series.hasError(of: name) {
            result.append(Request(name: name + "_error", field: name, options: PlotOptions(showsError: true, title: title)))
        }
        return result
    }

    private static func overTime(_ joined: FieldSeries, _ title: String) -> [Request] {
        guard let solution = joined.snapshots.first?.fields.first else { return [] }
        let name = solution.name
        var result = [Request(name: name, field: name, options: PlotOptions(title: title))]
        if solution.componentNames.count >= 2, joined.isTimeDependent {
            result.append(Request(name: "phase", field: name, options: PlotOptions(kind: .phase, title: title)))
        }
        return result
    }
}
