/// Dots, two across and four down in each character (Unicode block U+2800).
package struct BrailleRaster {
    /// Number of dots.
    package let width: Int
    package let height: Int
    private var patterns: [UInt8]
    private var colors: [PlotColor?]
    private let columns: Int

    /// - Parameters:
    ///   - columns, rows: size in characters.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        width = 2 * columns
        height = 4 * rows
        patterns = Array(repeating: 0, count: columns * rows)
        colors = Array(repeating: nil, count: columns * rows)
    }

    /// Bits of the pattern by [row][column] of the dots in a character.
    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    /// Sets a dot; outside nothing happens.
    package mutating func set(_ x: Int, _ y: Int, _ color: PlotColor) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let cell = (y / 4) * columns + x / 2
        patterns[cell] |= Self.bits[y % 4][x % 2]
        colors[cell] = color
    }

    /// A line between two places given in dots, of which `pattern(k)` says which dots along it are set.
    package mutating func line(_ start: PlotPoint, _ end: PlotPoint, _ color: PlotColor, pattern: (Int) -> Bool = { _ in true }) {
        guard let (a, b) = clipped(start, end) else { return }
        let steps = max(Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)), 1)
        for step in 0...steps where pattern(step) {
            let part = Double(step) / Double(steps)
            set(Int((a.x + part * (b.x - a.x)).rounded(.down)), Int((a.y + part * (b.y - a.y)).rounded(.down)), color)
        }
    }

    /// The part of a line inside the raster (Liang and Barsky 1984), so that far ends cost nothing.
    private func clipped(_ start: PlotPoint, _ end: PlotPoint) -> (PlotPoint, PlotPoint)? {
        var (low, high) = (0.0, 1.0)
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let edges = [(-dx, start.x), (dx, Double(width) - start.x), (-dy, start.y), (dy, Double(height) - start.y)]
        for (direction, distance) in edges {
            if direction == 0 {
                if distance < 0 { return nil }
            } else if direction < 0 {
                low = max(low, distance / direction)
            } else {
                high = min(high, distance / direction)
            }
        }
        guard low <= high else { return nil }
        return (
            PlotPoint(start.x + low * dx, start.y + low * dy), PlotPoint(start.x + high * dx, start.y + high * dy)
        )
    }

    /// The character and colour of a cell; nil where no dot is set.
    package func cell(_ row: Int, _ column: Int) -> (character: Character, color: PlotColor?)? {
        let index = row * columns + column
        guard patterns[index] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(patterns[index])) else { return nil }
        return (Character(scalar), colors[index])
    }
}
