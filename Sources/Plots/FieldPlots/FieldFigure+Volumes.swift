import Fields

extension FieldFigure {
    /// The planes through the middle of a volume, across each axis; of each run where there are several.
    func slicePlanes() throws(PlotError) -> [ShownPlane] {
        var result: [ShownPlane] = []
        for track in tracks {
            try requireDimension(3, track)
            let index = try track.index(of: options.moment)
            var moment = track
            moment.fields = [track.fields[index]]
            moment.times = [track.times[index]]
            moment.references = []
            for axis in track.fields[0].grid.axes.reversed() {
                var part = moment
                let position = try part.slice(axis.name, at: axis.lower + axis.length / 2)
                var shown = plane(part, at: 0, label: track.label)
                shown.title = shown.title.appendingPart("\(axis.name) = \(DecimalText.brief(position))")
                result.append(shown)
            }
        }
        return result
    }
}
