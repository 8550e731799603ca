/// A grid of characters with colours, from the top row down.
struct TextCanvas {
    struct Cell: Hashable {
        var character: Character = " "
        var front: PlotColor?
        var behind: PlotColor?
    }

    let width: Int
    let height: Int
    private var cells: [Cell]

    init(width: Int, height: Int) {
        self.width = max(width, 1)
        self.height = max(height, 1)
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    /// The cell of a row and column; writing outside does nothing.
    subscript(_ row: Int, _ column: Int) -> Cell {
        get { contains(row, column) ? cells[row * width + column] : Cell() }
        set { if contains(row, column) { cells[row * width + column] = newValue } }
    }

    private func contains(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < height && column >= 0 && column < width
    }

    /// Writes characters to the right of a place.
    mutating func write(_ text: String, row: Int, column: Int, front: PlotColor? = nil) {
        for (offset, character) in text.enumerated() {
            self[row, column + offset].character = character
            self[row, column + offset].front = front
        }
    }

    /// Lines without trailing blanks, each ending in a newline; colours change only where they differ.
    func text(_ colours: TerminalColours) -> String {
        (0..<height).map { line($0, colours) + "\n" }.joined()
    }

    private func line(_ row: Int, _ colours: TerminalColours) -> String {
        var last = width
        while last > 0, self[row, last - 1].character == " ", colours == .none || self[row, last - 1].behind == nil { last -= 1 }
        var result = "", current = ""
        for column in 0..<last {
            let cell = self[row, column]
            let codes = [cell.front.map { colours.code($0) }, cell.behind.map { colours.code($0, isBehind: true) }]
            let wanted = codes.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ";")
            if wanted != current {
                result += current.isEmpty ? "" : "\u{1B}[0m"
                result += wanted.isEmpty ? "" : "\u{1B}[\(wanted)m"
                current = wanted
            }
            result.append(cell.character)
        }
        return result + (current.isEmpty ? "" : "\u{1B}[0m")
    }
}
