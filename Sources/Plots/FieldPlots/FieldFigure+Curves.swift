import Fields

extension FieldFigure {
    /// Values along the only axis, or over time.
    func curves() throws(PlotError) -> Figure {
        let track = tracks[0]
        guard track.dimension <= 1 else {
            throw unsuitable("it needs at most one space coordinate; take away others by slices such as \(track.axisNames[1]) = 0.5")
        }
        let curves = try track.dimension == 0 ? overTime() : alongLine()
        let horizontal = track.dimension == 0 ? "t" : track.axisNames[0]
        let panel = Panel(
            title: panelTitle(try track.dimension == 0 ? "" : shownTime()), horizontal: PlotAxis(horizontal),
            vertical: PlotAxis(valueLabel(track), isLogarithmic: options.usesLogarithm), layers: curves.map(Layer.curve))
        return Figure(title: options.title, panels: [panel], size: options.size ?? .standard)
    }

    private func overTime() throws(PlotError) -> [Curve] {
        var curves: [Curve] = []
        for track in tracks {
            for component in 0..<track.componentCount {
                let points = zip(track.times, track.fields).map { PlotPoint($0 ?? 0, shown($1.values[component])) }
                let label = curveLabel(track, component)
                let color = PlotColor.series[curves.count % PlotColor.series.count]
                curves.append(
                    Curve(points, label: label, color: color, hasMarkers: points.count < 30, width: track.references.isEmpty ? 1.5 : 2.2))
            }
            curves += Self.references(of: track) { PlotPoint($0 ?? 0, $1.values[$2]) }
        }
        return curves
    }

    /// Dashed lines of the trusted answer over time, by component.
    private static func references(of track: FieldTrack, point: (Double?, Field, Int) -> PlotPoint) -> [Curve] {
        guard track.references.count == track.times.count else { return [] }
        return (0..<track.componentCount).map { component in
            Curve(
                zip(track.times, track.references).map { point($0, $1, component) },
                label: component == 0 ? track.referenceLabel : "", color: .black, stroke: .dashed, width: 0.8)
        }
    }

    private func alongLine() throws(PlotError) -> [Curve] {
        var curves: [Curve] = []
        for track in tracks {
            let indices = try shownIndices(track)
            for (order, index) in indices.enumerated() {
                let field = FieldRefinement.refined(track.fields[index], intervals: 400)
                for component in 0..<track.componentCount {
                    let label = indices.count > 1 ? (component == 0 ? track.timeText(index) : "") : curveLabel(track, component)
                    curves.append(
                        Curve(line(field, component), label: label, color: color(order, of: indices.count, curve: curves.count),
                            hasMarkers: track.fields[index].grid.count < 3, width: track.references.isEmpty ? 1.5 : 2.2))
                }
            }
            guard track.references.count == track.times.count else { continue }
            for (order, index) in indices.enumerated() {
                let field = FieldRefinement.refined(track.references[index], intervals: 400)
                for component in 0..<track.componentCount {
                    let label = order == 0 && component == 0 ? track.referenceLabel : ""
                    curves.append(Curve(line(field, component), label: label, color: .black, stroke: .dashed, width: 0.8))
                }
            }
        }
        return curves
    }

    private func line(_ field: Field, _ component: Int) -> [PlotPoint] {
        field.line(component: component).map { PlotPoint($0.x, shown($0.y)) }
    }

    /// Errors and logarithms are of magnitudes.
    func shown(_ value: Double) -> Double { options.usesLogarithm && options.showsError ? abs(value) : value }

    /// Several times are told apart by the order of a colour map, runs and components by hue.
    private func color(_ order: Int, of count: Int, curve: Int) -> PlotColor {
        guard count > 1 else { return PlotColor.series[curve % PlotColor.series.count] }
        return ColorMap.sequential.color(at: 0.05 + 0.8 * Double(order) / Double(count - 1))
    }

    /// All of a few times, six of many; the chosen one where one was chosen or several runs are shown.
    private func shownIndices(_ track: FieldTrack) throws(PlotError) -> [Int] {
        let index = try track.index(of: options.moment)
        guard options.moment == .last, tracks.count == 1, track.isTimeDependent else { return [index] }
        return Self.spread(track.times.count, over: 6)
    }

    /// Indices of at most `count` of `total`, first and last among them, evenly spread.
    static func spread(_ total: Int, over count: Int) -> [Int] {
        guard total > count else { return Array(0..<total) }
        return (0..<count).map { ($0 * (total - 1) + (count - 1) / 2) / (count - 1) }
    }

    /// The time of a picture that shows one.
    private func shownTime() throws(PlotError) -> String {
        let indices = try shownIndices(tracks[0])
        return indices.count == 1 ? tracks[0].timeText(indices[0]) : ""
    }

    private func curveLabel(_ track: FieldTrack, _ component: Int) -> String {
        // Without space the components are quantities of their own names.
        let name = track.fields[0].componentNames[component]
        let part = track.componentCount > 1 ? (track.dimension == 0 ? name : "\(track.name).\(name)") : ""
        if tracks.count > 1 { return part.isEmpty ? track.label : "\(track.label) \(part)" }
        return part.isEmpty && !track.references.isEmpty ? track.name : part
    }

    /// What the values of a picture are.
    func valueLabel(_ track: FieldTrack) -> String {
        options.showsError && options.usesLogarithm ? "|\(track.name)|" : track.name
    }

    func panelTitle(_ parts: String...) -> String {
        (tracks[0].places + parts.filter { !$0.isEmpty }).joined(separator: ", ")
    }

    /// The first two values against each other.
    func phase() throws(PlotError) -> Figure {
        try requireDimension(0, tracks[0])
        guard tracks[0].componentCount >= 2 else { throw unsuitable("it needs a quantity with two components") }
        let names = tracks[0].fields[0].componentNames
        let curves = tracks.enumerated().map { position, track in
            Curve(
                track.fields.map { PlotPoint($0.values[0], $0.values[1]) }, label: tracks.count > 1 ? track.label : "",
                color: PlotColor.series[position % PlotColor.series.count])
        }
        let panel = Panel(horizontal: PlotAxis(names[0]), vertical: PlotAxis(names[1]), layers: curves.map(Layer.curve))
        return Figure(title: options.title, panels: [panel], size: options.size ?? FigureSize(width: 460, height: 420))
    }
}
