import Fields

extension FieldFigure {
    /// Time across, the only space coordinate upwards, for each run and component.
    func spaceTimePlanes() throws(PlotError) -> [ShownPlane] {
        var result: [ShownPlane] = []
        for track in tracks {
            try requireDimension(1, track)
            guard track.isTimeDependent else { throw unsuitable("the field does not depend on time") }
            let fields = FieldRefinement.refined(track.fields, intervals: 400)
            // An error has a size; the components of a vector are shown one by one.
            let components = options.showsError && track.componentCount > 1 ? fields.map(\.magnitude) : fields
            for component in components[0].componentNames.indices {
                let name = components[0].componentNames.count > 1 ? components[0].componentNames[component] : ""
                result.append(Self.spaceTime(track, components, component, title: panelTitle(tracks.count > 1 ? track.label : "", name)))
            }
        }
        return result
    }

    private static func spaceTime(_ track: FieldTrack, _ fields: [Field], _ component: Int, title: String) -> ShownPlane {
        let times = track.times.compactMap(\.self), points = fields[0].grid.axes[0].points
        var values = [Double](repeating: 0, count: times.count * points.count)
        for (column, field) in fields.enumerated() {
            let count = field.grid.count
            field.values.withUnsafeBufferPointer { source in
                for row in points.indices { values[row * times.count + column] = source[component * count + row] }
            }
        }
        return ShownPlane(
            plane: PlaneValues(horizontal: times, vertical: points, values: values), title: title, horizontal: "t",
            vertical: track.axisNames[0], isSpatial: false)
    }
}
