import Fields
import NumericsCore

extension FieldSeries {
    /// All quantities of a series without space coordinates as the components of one field `solution`, and their trusted
    /// answers as those of `solution_exact` or `solution_reference`.
    public func joined() -> FieldSeries {
        let names = mainFieldNames
        let references = names.compactMap(referenceName)
        let ending = references.first.map { $0.hasSuffix("_exact") ? "_exact" : "_reference" } ?? "_exact"
        let joined = snapshots.map { snapshot in
            var fields = [Self.joined(names, in: snapshot, as: "solution")]
            if references.count == names.count { fields.append(Self.joined(references, in: snapshot, as: "solution" + ending)) }
            return Snapshot(time: snapshot.time, fields: fields)
        }
        return FieldSeries(joined, label: label)
    }

    private static func joined(_ names: [String], in snapshot: Snapshot, as name: String) -> Field {
        let fields = names.compactMap { snapshot.field(named: $0) }
        let components = fields.flatMap { field in
            field.componentNames.count > 1 ? field.componentNames.map { "\(field.name).\($0)" } : [field.name]
        }
        let values = fields.flatMap(\.values.elements)
        return Field(
            name: name, componentNames: components, isVector: true, grid: fields.first?.grid ?? Grid([]),
            values: Tensor(shape: [components.count], elements: values))
    }
}

extension Sequence where Element == Snapshot {
    /// The figure of one of the fields: `try solution.snapshots.figure(of: "u")`.
    /// - Throws: `PlotError`
    public func figure(of field: String, options: PlotOptions = PlotOptions()) throws(PlotError) -> Figure {
        try FieldFigure.make(field, of: FieldSeries(Array(self)), options: options)
    }

    /// Draws one of the fields into a `.png`, `.svg` or `.pdf` file: `try solution.snapshots.plot("u", to: "u.png")`.
    /// - Throws: `PlotError`
    public func plot(_ field: String, to path: String, options: PlotOptions = PlotOptions()) throws(PlotError) {
        try figure(of: field, options: options).write(to: path)
    }
}
