import Fields

/// Makes the figure of one field of one or several runs.
///
/// Left to itself (`PlotKind.auto`) it draws curves over time where there is no space; curves for a steady field on a line and
/// a space-time map for one that changes; maps with contours on planes, streamlines for vectors there; three planes through a
/// volume. Several runs are laid over each other as curves, else side by side with one colour scale.
public struct FieldFigure {
    let tracks: [FieldTrack]
    let options: PlotOptions
    let kind: PlotKind

    /// - Parameters:
    ///   - field: name of a field that every run has.
    /// - Throws: `PlotError`
    public static func make(
        _ field: String, of series: [FieldSeries], options: PlotOptions = PlotOptions()
    ) throws(PlotError) -> Figure {
        guard !series.isEmpty else { throw .nothingToShow }
        var tracks: [FieldTrack] = []
        for one in series { tracks.append(try FieldTrack(field, of: one, options)) }
        let first = tracks[0]
        for track in tracks.dropFirst() where track.axisNames != first.axisNames || track.componentCount != first.componentCount {
            throw .notComparable(reason: "'\(field)' has other axes or components in '\(track.label)' than in '\(first.label)'")
        }
        return try FieldFigure(tracks: tracks, options: options).figure()
    }

    /// - Throws: `PlotError`
    public static func make(_ field: String, of series: FieldSeries, options: PlotOptions = PlotOptions()) throws(PlotError) -> Figure {
        try make(field, of: [series], options: options)
    }

    init(tracks: [FieldTrack], options: PlotOptions) {
        self.tracks = tracks
        self.options = options
        kind = options.kind == .auto ? Self.choice(tracks[0], options) : options.kind
    }

    private static func choice(_ track: FieldTrack, _ options: PlotOptions) -> PlotKind {
        switch track.dimension {
        case 0: return .curves
        case 1: return track.isTimeDependent && options.moment == .last ? .spaceTime : .curves
        case 2: return track.hasPlaneVector && !options.showsError ? .streamlines : .map
        default: return .slices
        }
    }

    func figure() throws(PlotError) -> Figure {
        switch kind {
        case .curves: return try curves()
        case .phase: return try phase()
        case .map: return try planes(mapPlanes(), contours: true)
        case .streamlines, .quiver: return try planes(vectorPlanes(), contours: false)
        case .spaceTime: return try planes(spaceTimePlanes(), contours: false)
        case .slices: return try planes(slicePlanes(), contours: true)
        case .times: return try planes(timePlanes(), contours: true)
        case .auto: throw .nothingToShow
        }
    }

    func unsuitable(_ reason: String) -> PlotError { .unsuitable(kind: kind.rawValue, reason: reason) }

    /// Dimension words for messages.
    func requireDimension(_ wanted: Int, _ track: FieldTrack) throws(PlotError) {
        guard track.dimension != wanted else { return }
        let words = ["no space coordinates", "one space coordinate", "two space coordinates", "three space coordinates"]
        let has = track.dimension < 4 ? words[track.dimension] : "\(track.dimension) space coordinates"
        throw unsuitable("it needs \(words[wanted]), the field has \(has)")
    }
}

extension FieldTrack {
    /// Whether the field is a vector in the plane of its two axes.
    var hasPlaneVector: Bool { dimension == 2 && fields[0].isVector && componentCount >= 2 }
}
