import Fields
import NumericsCore

/// One field at all its times, after slices took away their dimensions: what a picture is made from.
struct FieldTrack {
    /// What the values are, for axes and colour bars.
    var name: String
    /// Label of the run.
    var label: String
    var times: [Double?]
    /// One a time.
    var fields: [Field]
    /// The trusted answer at the same times, where it is known and not the error is shown.
    var references: [Field] = []
    var referenceLabel = ""
    /// Fixed positions: `z = 0.5`.
    var places: [String] = []
    let region: Shape?
    /// Names of all axes, and the positions on those that slices took away.
    private(set) var fullAxisNames: [String]
    private(set) var fixed: [String: Double] = [:]

    /// - Throws: `PlotError`
    init(_ name: String, of series: FieldSeries, _ options: PlotOptions) throws(PlotError) {
        guard !series.snapshots.isEmpty, !series.fieldNames.isEmpty else { throw .nothingToShow }
        self.name = name
        label = series.label
        region = series.region
        fullAxisNames = series.snapshots[0].fields[0].grid.axisNames
        times = series.snapshots.map(\.time)
        fields = try Self.fields(name, of: series, options)
        if !options.showsError, let reference = series.referenceName(of: name) {
            referenceLabel = reference.hasSuffix("_exact") ? "exact" : "reference"
            references = series.snapshots.compactMap { $0.field(named: reference) }
        }
        if options.showsError { self.name = "error of \(name)" }
        for (axis, position) in options.slices.sorted(by: { $0.key < $1.key }) {
            let place = try slice(axis, at: position)
            places.append("\(axis) = \(DecimalText.brief(place))")
        }
    }

    var dimension: Int { fields[0].grid.axes.count }
    var axisNames: [String] { fields[0].grid.axes.map(\.name) }
    var componentCount: Int { fields[0].componentNames.count }
    var isTimeDependent: Bool { times.count > 1 && times.allSatisfy { $0 != nil } }

    private static func fields(_ name: String, of series: FieldSeries, _ options: PlotOptions) throws(PlotError) -> [Field] {
        let found = series.snapshots.compactMap { $0.field(named: name) }
        guard found.count == series.snapshots.count, !found.isEmpty else {
            throw .fieldMissing(name, available: series.fieldNames)
        }
        guard options.showsError, !name.hasSuffix("_error") else { return found }
        let errors = series.snapshots.compactMap { $0.field(named: name + "_error") }
        if errors.count == found.count { return errors }
        guard let reference = series.referenceName(of: name) else {
            throw .unsuitable(kind: "error", reason: "'\(name)' has neither an exact solution nor a reference in this run")
        }
        return try zip(series.snapshots, found).map { snapshot, field throws(PlotError) in
            guard let known = snapshot.field(named: reference), let error = try? field.subtracting(known) else {
                throw .unsuitable(kind: "error", reason: "'\(reference)' is on another grid than '\(name)'")
            }
            return error
        }
    }

    /// Replaces every field by its values on a plane across an axis.
    ///
    /// Fields with holes are taken on the nearest plane of the grid: interpolation would widen the holes.
    /// - Returns: the position of the plane.
    @discardableResult
    mutating func slice(_ axis: String, at wanted: Double) throws(PlotError) -> Double {
        let names = axisNames
        guard let index = names.firstIndex(of: axis) else { throw .axisMissing(axis, available: names) }
        let source = fields[0].grid.axes[index]
        let hasHoles = fields.contains { $0.values.withUnsafeBufferPointer { $0.contains { !$0.isFinite } } }
        let isInside = wanted >= source.lower && wanted <= source.upper
        let position = hasHoles && isInside ? source.points.min { abs($0 - wanted) < abs($1 - wanted) } ?? wanted : wanted
        guard let map = try? AxisInterpolation(from: source, to: [position]) else {
            throw .outside(axis: axis, value: position, range: source.lower...source.upper)
        }
        func sliced(_ field: Field) -> Field {
            var axes = field.grid.axes
            axes.remove(at: index)
            let values = map.apply(to: field.values, axis: index + 1)
            let grid = Grid(axes)
            return Field(
                name: field.name, componentNames: field.componentNames, isVector: field.isVector, grid: grid,
                values: values.reshaped([field.componentNames.count] + grid.shape))
        }
        fields = fields.map(sliced)
        references = references.map { $0.grid.axes.count == names.count ? sliced($0) : $0 }
        fixed[axis] = position
        return position
    }

    /// The number of the snapshot that a moment means.
    func index(of moment: PlotOptions.Moment) throws(PlotError) -> Int {
        switch moment {
        case .last: return times.count - 1
        case .index(let index):
            let position = index < 0 ? times.count + index : index
            guard times.indices.contains(position) else { throw .indexMissing(index, count: times.count) }
            return position
        case .time(let time):
            let known = times.compactMap(\.self)
            guard known.count == times.count, let first = known.first, let last = known.last else { throw .timeMissing(time, range: nil) }
            let slack = 0.01 * max(last - first, abs(last) * 1e-6)
            guard time >= first - slack, time <= last + slack else { throw .timeMissing(time, range: first...last) }
            return known.indices.min { abs(known[$0] - time) < abs(known[$1] - time) } ?? 0
        }
    }

    /// `t = 0.5`, or nothing for a steady field.
    func timeText(_ index: Int) -> String {
        times[index].map { "t = \(DecimalText.brief($0))" } ?? ""
    }
}
