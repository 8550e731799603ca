import Foundation

extension TerminalPanel {
    /// Characters of rising darkness.
    private static let ramp = Array(" .:-=+*#%@")

    func draw(_ field: ColorField, _ canvas: inout TextCanvas) {
        let halves = colours == .none ? 1 : 2
        // Sampled at the middle of each half of a character.
        let sampled = (0..<rows * halves).map { line in
            (0..<columns).map { column -> Double? in
                let u = (Double(column) + 0.5) / Double(columns), v = 1 - (Double(line) + 0.5) / Double(rows * halves)
                let value = field.plane.value(at: PlotPoint(horizontal.value(at: u), vertical.value(at: v)))
                return field.scale.fraction(of: value).map { min(max($0, 0), 1) }
            }
        }
        for row in 0..<rows {
            for column in 0..<columns {
                canvas[row, gutter + column] = halves == 1
                    ? TextCanvas.Cell(character: Self.sign(sampled[row][column]))
                    : Self.block(sampled[2 * row][column], sampled[2 * row + 1][column], field.scale.map)
            }
        }
        if !field.plane.values.contains(where: \.isFinite) {
            canvas.write(TerminalText.fitted("no finite values", width: columns), row: rows / 2, column: gutter + 1)
        }
    }

    private static func sign(_ fraction: Double?) -> Character {
        guard let fraction else { return " " }
        return ramp[min(Int(fraction * Double(ramp.count)), ramp.count - 1)]
    }

    /// Two pixels above each other; without a value the background shows.
    private static func block(_ top: Double?, _ bottom: Double?, _ map: ColorMap) -> TextCanvas.Cell {
        switch (top, bottom) {
        case (nil, nil): TextCanvas.Cell()
        case (let top?, nil): TextCanvas.Cell(character: "▀", front: map.color(at: top))
        case (nil, let bottom?): TextCanvas.Cell(character: "▄", front: map.color(at: bottom))
        case (let top?, let bottom?):
            TextCanvas.Cell(character: "▀", front: map.color(at: top), behind: map.color(at: bottom))
        }
    }

    /// Directions counted from rightwards, against the clock.
    private static let directions = Array("→↗↑↖←↙↓↘")

    private func arrow(_ vector: PlotPoint) -> Character {
        let turns = atan2(vector.y, vector.x) / (2 * .pi)
        return Self.directions[(Int((turns * 8).rounded()) + 8) % 8]
    }

    /// The middle of every line by an arrow along it.
    func draw(_ streamlines: Streamlines, _ canvas: inout TextCanvas) {
        for line in streamlines.lines where line.count > 4 {
            for index in stride(from: line.count / 8 + 1, to: line.count - 1, by: max(line.count / 4, 12)) {
                let (a, b) = (line[index - 1], line[index + 1])
                put(arrow(PlotPoint(b.x - a.x, b.y - a.y)), at: line[index], &canvas)
            }
        }
    }

    func draw(_ arrows: Arrows, _ canvas: inout TextCanvas) {
        for item in arrows.arrows where abs(item.vector.x) + abs(item.vector.y) > 0.02 {
            put(arrow(item.vector), at: item.place, &canvas)
        }
    }

    private func put(_ character: Character, at point: PlotPoint, _ canvas: inout TextCanvas) {
        let place = place(point)
        let (row, column) = (Int(place.y), gutter + Int(place.x))
        guard row >= 0, row < rows, column >= gutter, column < gutter + columns else { return }
        var cell = canvas[row, column]
        // The lower half keeps its colour behind the arrow.
        cell.behind = cell.behind ?? cell.front
        cell.character = character
        cell.front = cell.behind.map { Oklab($0).lightness < 0.6 ? .white : .black }
        canvas[row, column] = cell
    }

    /// The colours in a line with the values of its ends; empty without a scale.
    var bar: String {
        guard let scale = panel.colors else { return "" }
        let low = DecimalText.brief(scale.range.lowerBound, digits: 3, .plain), high = DecimalText.brief(scale.range.upperBound, digits: 3, .plain)
        let label = TerminalText.fitted(scale.label, width: width / 3)
        let length = min(max(width - gutter - low.count - high.count - label.count - 6, 4), 30)
        var canvas = TextCanvas(width: width, height: 1)
        canvas.write(low, row: 0, column: gutter)
        let start = gutter + low.count + 1
        for column in 0..<length {
            let fraction = (Double(column) + 0.5) / Double(length)
            canvas[0, start + column] = colours == .none
                ? TextCanvas.Cell(character: Self.sign(fraction))
                : TextCanvas.Cell(character: "█", front: scale.map.color(at: fraction))
        }
        canvas.write("\(high)  \(label)", row: 0, column: start + length + 1)
        return canvas.text(colours)
    }
}
