import Fields

extension FieldFigure {
    /// Panels with one colour scale: a bar beside the only panel, or one for all.
    func planes(_ shown: [ShownPlane], contours: Bool) throws(PlotError) -> Figure {
        let values = shown.lazy.map { options.usesLogarithm ? $0.plane.map(abs) : $0.plane }
        let planes = Array(values)
        let scale = ColorScale.fitting(
            planes.lazy.flatMap(\.values), label: scaleLabel, map: options.colorMap ?? (options.showsError && options.usesLogarithm ? .error : nil),
            isLogarithmic: options.usesLogarithm)
        let panels = zip(shown, planes).map { part, plane in
            Panel(
                title: part.title, horizontal: PlotAxis(part.horizontal), vertical: PlotAxis(part.vertical),
                layers: layers(part, plane, scale, contours: contours), colors: shown.count == 1 ? scale : nil,
                keepsAspect: part.isSpatial)
        }
        let columns = shown.count == 4 ? 2 : min(shown.count, 3)
        return Figure(
            title: options.title, panels: panels, columns: columns, sharedColors: shown.count > 1 ? scale : nil,
            size: options.size ?? Self.size(panels, columns: columns))
    }

    private var scaleLabel: String {
        let track = tracks[0]
        let isMagnitude = options.usesLogarithm || track.componentCount > 1
        return isMagnitude ? "|\(track.name)|" : track.name
    }

    private func layers(_ part: ShownPlane, _ plane: PlaneValues, _ scale: ColorScale, contours: Bool) -> [Layer] {
        var layers: [Layer] = [.map(ColorField(plane, scale: scale, edge: part.edge))]
        if contours, !options.usesLogarithm {
            let lines = levelLines(of: plane, inside: part.edge, scale)
            // Lines that fill the page hide the colours.
            if lines.relativeLength(in: plane) < 120 { layers.append(.contours(lines)) }
        }
        if let edge = part.edge { layers.append(.contours(Contours(of: edge, levels: [0]))) }
        if let vector = part.vector {
            layers.append(kind == .quiver ? .arrows(Arrows(of: vector)) : .streamlines(Streamlines(of: vector)))
        }
        return layers
    }

    /// Level lines; in a region up to its edge, for which values are carried on a little beyond.
    private func levelLines(of plane: PlaneValues, inside edge: PlaneValues?, _ scale: ColorScale) -> Contours {
        let carried = edge != nil && plane.hasHoles ? PlaneMask(plane).filled : plane
        var contours = Contours(of: carried, levels: Self.levels(scale), scale: scale, areLabelled: options.labelsContours)
        if let edge { contours.lines = contours.lines.map { $0.clipped { !(edge.value(at: $0) > 0) } } }
        return contours
    }

    /// Round values inside the range of a scale, not so near its ends that round-off decides where their lines run.
    private static func levels(_ scale: ColorScale) -> [Double] {
        let margin = 0.01 * (scale.range.upperBound - scale.range.lowerBound)
        return TickSet.ticks(for: scale.range, target: 9).major.map(\.value)
            .filter { $0 > scale.range.lowerBound + margin && $0 < scale.range.upperBound - margin }
    }

    /// A page on which planes of space have their shape and little room is lost.
    private static func size(_ panels: [Panel], columns: Int) -> FigureSize {
        let rows = Double((panels.count + columns - 1) / columns)
        guard let first = panels.first, first.keepsAspect else {
            return columns == 1 && rows == 1 ? .standard : FigureSize(width: columns == 1 ? 600 : 900, height: 60 + 300 * rows)
        }
        let (horizontal, vertical) = first.scales
        let length = horizontal.range.upperBound - horizontal.range.lowerBound
        let shape = min(max((vertical.range.upperBound - vertical.range.lowerBound) / length, 0.12), 3)
        let furniture = 65.0
        let room = columns == 1 ? 420.0 : (columns == 2 ? 320 : 250)
        let width = shape > 1.4 ? room * 1.4 / shape : room
        return FigureSize(
            width: max(Double(columns) * (width + 50) + 90, 330), height: 45 + rows * (width * shape + furniture))
    }

    /// The chosen moment of each run.
    func mapPlanes() throws(PlotError) -> [ShownPlane] {
        var result: [ShownPlane] = []
        for track in tracks {
            try requireDimension(2, track)
            result.append(plane(track, at: try track.index(of: options.moment), label: track.label))
        }
        return result
    }

    /// One plane of a track over two axes.
    func plane(_ track: FieldTrack, at index: Int, label: String) -> ShownPlane {
        plane(FieldRefinement.refined(track.fields[index], intervals: 200), of: track, at: index, label: label)
    }

    /// The plane of a refined field of a track; of its magnitude where it is a vector.
    func plane(_ field: Field, of track: FieldTrack, at index: Int, label: String) -> ShownPlane {
        ShownPlane(
            plane: (track.componentCount > 1 ? field.magnitude : field).plane(component: 0),
            edge: track.edge, title: (tracks.count > 1 ? [label] : []).filter { !$0.isEmpty }.joined()
                .appendingPart(panelTitle(track.timeText(index))),
            horizontal: track.axisNames[0], vertical: track.axisNames[1], isSpatial: true)
    }

    /// Up to six times of the first run.
    func timePlanes() throws(PlotError) -> [ShownPlane] {
        let track = tracks[0]
        guard tracks.count == 1 else { throw unsuitable("it shows one run at a time") }
        try requireDimension(2, track)
        guard track.isTimeDependent else { throw unsuitable("the field does not depend on time") }
        return Self.spread(track.times.count, over: 6).map { plane(track, at: $0, label: "") }
    }
}

extension String {
    /// The text with another part after a comma, where both are there.
    func appendingPart(_ part: String) -> String { isEmpty || part.isEmpty ? self + part : self + ", " + part }
}
