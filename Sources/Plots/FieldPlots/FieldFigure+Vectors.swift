import Fields

extension FieldFigure {
    /// The magnitude of a vector field in its plane, with the two components for lines or arrows.
    func vectorPlanes() throws(PlotError) -> [ShownPlane] {
        var result: [ShownPlane] = []
        for track in tracks {
            try requireDimension(2, track)
            guard track.hasPlaneVector else { throw unsuitable("'\(track.name)' is not a vector field") }
            let index = try track.index(of: options.moment)
            let field = FieldRefinement.refined(track.fields[index], intervals: 200)
            var shown = plane(field, of: track, at: index, label: track.label)
            let parts = track.planeComponents
            shown.vector = VectorPlane(field.plane(component: parts.0), field.plane(component: parts.1))
            result.append(shown)
        }
        return result
    }
}

extension FieldTrack {
    /// The components along the two axes that are left, by name; the first two where names say nothing.
    var planeComponents: (Int, Int) {
        let names = fields[0].componentNames
        guard let first = names.firstIndex(of: axisNames[0]), let second = names.firstIndex(of: axisNames[1]) else { return (0, 1) }
        return (first, second)
    }
}
