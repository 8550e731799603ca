/// One panel in characters.
struct TerminalPanel {
    let panel: Panel
    let colours: TerminalColours
    let width: Int
    let horizontal: AxisScale
    let vertical: AxisScale
    let horizontalTicks: TickSet
    let verticalTicks: TickSet
    /// Columns left of the plot, the axis included.
    let gutter: Int
    /// Size of the plot in characters.
    let columns: Int
    let rows: Int

    init(_ panel: Panel, width: Int, colours: TerminalColours) {
        self.panel = panel
        self.colours = colours
        self.width = width
        (horizontal, vertical) = panel.scales
        let room = width - 12
        (columns, rows) = Self.size(panel, horizontal, vertical, room: room)
        verticalTicks = TickSet.ticks(for: vertical.range, isLogarithmic: vertical.isLogarithmic, isCount: vertical.isCount, target: max(rows / 4, 2), style: .plain)
        horizontalTicks = TickSet.ticks(
            for: horizontal.range, isLogarithmic: horizontal.isLogarithmic, isCount: horizontal.isCount, target: max(columns / 14, 2), style: .plain)
        gutter = min(max(verticalTicks.major.map(\.label.count).max() ?? 0, 4), 9) + 2
    }

    /// Characters are about twice as high as wide.
    private static func size(_ panel: Panel, _ horizontal: AxisScale, _ vertical: AxisScale, room: Int) -> (Int, Int) {
        guard panel.keepsAspect else { return (room, max(min(room / 4, 18), 6)) }
        let shape = (vertical.range.upperBound - vertical.range.lowerBound) / (horizontal.range.upperBound - horizontal.range.lowerBound)
        guard shape.isFinite, shape > 0 else { return (room, 12) }
        let rows = min(max(Double(room) * shape / 2, 3), 24)
        return (min(max(Int(2 * rows / shape), 4), room), Int(rows))
    }

    var text: String {
        var canvas = TextCanvas(width: width, height: rows + 2)
        drawLayers(&canvas)
        drawAxes(&canvas)
        var head = ""
        if !panel.title.isEmpty { head += TerminalText.centred(panel.title, width: width) + "\n" }
        head += legend
        let vertical = AxisLabels.label(panel.vertical.label, verticalTicks)
        if !vertical.isEmpty { head += TerminalText.fitted(vertical, width: width) + "\n" }
        return head + canvas.text(colours) + bar
    }

    /// Column and row of the canvas, as fractions of a character, of a point of the data.
    func place(_ point: PlotPoint) -> PlotPoint {
        let u = min(max(horizontal.fraction(of: point.x), -50), 51), v = min(max(vertical.fraction(of: point.y), -50), 51)
        return PlotPoint(u * Double(columns), (1 - v) * Double(rows))
    }

    private func drawLayers(_ canvas: inout TextCanvas) {
        for layer in panel.layers {
            switch layer {
            case .map(let field): draw(field, &canvas)
            case .arrows(let arrows): draw(arrows, &canvas)
            case .streamlines(let streamlines): draw(streamlines, &canvas)
            case .curve, .contours: break
            }
        }
        drawCurves(&canvas)
    }

    private func drawAxes(_ canvas: inout TextCanvas) {
        for row in 0..<rows { canvas[row, gutter - 1].character = "│" }
        canvas[rows, gutter - 1].character = "└"
        for column in 0..<columns { canvas[rows, gutter + column].character = "─" }
        for tick in verticalTicks.major {
            let row = min(Int((1 - vertical.fraction(of: tick.value)) * Double(rows)), rows - 1)
            let label = TerminalText.fitted(tick.label, width: gutter - 2)
            canvas.write(label, row: row, column: gutter - 2 - label.count)
            canvas[row, gutter - 1].character = "┤"
        }
        var end = -1
        for tick in horizontalTicks.major {
            let column = gutter + min(Int(horizontal.fraction(of: tick.value) * Double(columns)), columns - 1)
            canvas[rows, column].character = "┴"
            let start = min(max(column - tick.label.count / 2, 0), width - tick.label.count)
            guard start > end else { continue }
            canvas.write(tick.label, row: rows + 1, column: start)
            end = start + tick.label.count
        }
        let label = AxisLabels.label(panel.horizontal.label, horizontalTicks)
        let start = end + 3
        if start + label.count <= width { canvas.write(label, row: rows + 1, column: start) }
    }
}
