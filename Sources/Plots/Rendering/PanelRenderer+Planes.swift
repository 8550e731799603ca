import Foundation

extension PanelRenderer {
    func draw(_ field: ColorField) {
        let plot = frame.plot
        let scale = canvas.pixelsPerPoint
        let image = field.image(
            width: Int((plot.width * scale).rounded()), height: Int((plot.height * scale).rounded()),
            horizontal: frame.horizontal, vertical: frame.vertical)
        canvas.draw(image, in: plot)
    }

    func draw(_ contours: Contours) {
        for set in contours.lines {
            let lines = set.lines.map { $0.map(frame.place) }
            let color = contours.color(at: set.level)
            canvas.stroke(Path(lines), StrokeStyle(color: color, width: style.lineWidth))
            if contours.areLabelled, let longest = lines.max(by: { $0.count < $1.count }) { label(set.level, on: longest) }
        }
    }

    /// The value of a line, written along its middle where there is room.
    private func label(_ level: Double, on line: [PlotPoint]) {
        let font = PlotFont(size: style.tickFont.size * 0.85)
        let text = DecimalText.brief(level)
        let width = canvas.extent(of: text, font: font).width
        let lengths = zip(line, line.dropFirst()).map { $0.distance(to: $1) }
        guard lengths.reduce(0, +) > 3 * width, let place = middle(of: line, lengths) else { return }
        var angle = atan2(place.direction.y, place.direction.x)
        if angle > .pi / 2 { angle -= .pi } else if angle < -.pi / 2 { angle += .pi }
        canvas.draw(
            PlacedText(
                text: text, place: place.point, font: font, color: style.ink, along: .middle, angle: angle,
                halo: PlotColor.white.opacity(0.75)))
    }

    private func middle(of line: [PlotPoint], _ lengths: [Double]) -> (point: PlotPoint, direction: PlotPoint)? {
        var rest = lengths.reduce(0, +) / 2
        for (k, length) in lengths.enumerated() {
            if rest <= length, length > 0 {
                let (a, b) = (line[k], line[k + 1])
                let part = rest / length
                return (PlotPoint(a.x + part * (b.x - a.x), a.y + part * (b.y - a.y)), PlotPoint(b.x - a.x, b.y - a.y))
            }
            rest -= length
        }
        return nil
    }

    /// Keeps light lines visible on light colours.
    private static let border = PlotColor.black.opacity(0.4)

    func draw(_ arrows: Arrows) {
        guard let first = arrows.arrows.first else { return }
        let shifted = PlotPoint(first.place.x + arrows.spacing, first.place.y)
        let unit = 1.5 * (frame.place(shifted).x - frame.place(first.place).x)
        let head = 3.6 * style.factor
        for arrow in arrows.arrows {
            let (dx, dy) = (arrow.vector.x * unit, -arrow.vector.y * unit)
            let length = (dx * dx + dy * dy).squareRoot()
            guard length > 0.5 else { continue }
            let middle = frame.place(arrow.place)
            let (start, end) = (PlotPoint(middle.x - dx / 2, middle.y - dy / 2), PlotPoint(middle.x + dx / 2, middle.y + dy / 2))
            canvas.stroke(.line(start, end), StrokeStyle(color: Self.border, width: style.lineWidth * 2.4))
            drawHead(at: end, PlotPoint(dx / length, dy / length), size: min(head, length * 0.6) + 1.2, Self.border)
            canvas.stroke(.line(start, end), StrokeStyle(color: arrows.color, width: style.lineWidth))
            drawHead(at: end, PlotPoint(dx / length, dy / length), size: min(head, length * 0.6), arrows.color)
        }
    }

    func draw(_ streamlines: Streamlines) {
        let lines = streamlines.lines.map { $0.map(frame.place) }
        canvas.stroke(Path(lines), StrokeStyle(color: Self.border, width: style.lineWidth * 2.4))
        canvas.stroke(Path(lines), StrokeStyle(color: streamlines.color, width: style.lineWidth))
        for line in lines where line.count > 4 {
            let k = line.count / 2
            let (a, b) = (line[k - 1], line[k + 1])
            let length = a.distance(to: b)
            guard length > 0 else { continue }
            let direction = PlotPoint((b.x - a.x) / length, (b.y - a.y) / length)
            let size = 5.5 * style.factor
            let tip = PlotPoint(line[k].x + direction.x * size / 2, line[k].y + direction.y * size / 2)
            drawHead(at: tip, direction, size: size + 1.4, PlotColor.black.opacity(0.45))
            drawHead(at: PlotPoint(tip.x - direction.x * 0.7, tip.y - direction.y * 0.7), direction, size: size, PlotColor.white)
        }
    }

    private func drawHead(at tip: PlotPoint, _ direction: PlotPoint, size: Double, _ color: PlotColor) {
        let back = PlotPoint(tip.x - direction.x * size, tip.y - direction.y * size)
        let (sideX, sideY) = (-direction.y * size * 0.42, direction.x * size * 0.42)
        let corners = [tip, PlotPoint(back.x + sideX, back.y + sideY), PlotPoint(back.x - sideX, back.y - sideY)]
        canvas.fill(Path([corners], isClosed: true), color)
    }
}
