import Foundation

extension PanelRenderer {
    func draw(_ curve: Curve) {
        var pieces: [[PlotPoint]] = [[]]
        for point in curve.points {
            if point.isFinite { pieces[pieces.count - 1].append(frame.place(point)) } else { pieces.append([]) }
        }
        pieces = pieces.filter { !$0.isEmpty }.map(thinned)
        if curve.stroke != .none { canvas.stroke(Path(pieces.filter { $0.count > 1 }), strokeStyle(of: curve)) }
        // A point between two gaps has no line to be seen by.
        drawMarkers(curve.hasMarkers ? pieces.flatMap(\.self) : pieces.filter { $0.count == 1 }.flatMap(\.self), curve)
    }

    func strokeStyle(of curve: Curve) -> StrokeStyle {
        let width = curve.width * style.factor
        return switch curve.stroke {
        case .solid: StrokeStyle(color: curve.color, width: width)
        case .dashed: StrokeStyle(color: curve.color, width: width, dash: [4 * width, 2.5 * width])
        case .dotted: StrokeStyle(color: curve.color, width: width, dash: [1.2 * width, 1.8 * width])
        case .none: StrokeStyle(color: curve.color.opacity(0), width: width)
        }
    }

    func drawMarkers(_ places: [PlotPoint], _ curve: Curve) {
        let radius = max(1.4 * curve.width, 1.6) * style.factor
        for place in places { canvas.fill(Self.disk(place, radius), curve.color) }
    }

    private static func disk(_ middle: PlotPoint, _ radius: Double) -> Path {
        Path(
            [(0..<16).map { k in
                let angle = Double(k) * .pi / 8
                return PlotPoint(middle.x + radius * cos(angle), middle.y + radius * sin(angle))
            }], isClosed: true)
    }

    /// Of many points that run to the right, the first, lowest, highest and last in every half point: looks the same and
    /// keeps files small.
    private func thinned(_ points: [PlotPoint]) -> [PlotPoint] {
        guard points.count > 4000, zip(points, points.dropFirst()).allSatisfy({ $0.x <= $1.x }) else { return points }
        var result: [PlotPoint] = []
        var start = 0
        while start < points.count {
            let column = (points[start].x * 2).rounded(.down)
            var end = start
            while end + 1 < points.count, (points[end + 1].x * 2).rounded(.down) == column { end += 1 }
            let range = start...end
            let low = range.min { points[$0].y < points[$1].y } ?? start, high = range.max { points[$0].y < points[$1].y } ?? start
            for index in Set([start, low, high, end]).sorted() { result.append(points[index]) }
            start = end + 1
        }
        return result
    }
}
