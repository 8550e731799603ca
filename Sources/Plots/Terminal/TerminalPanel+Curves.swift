extension TerminalPanel {
    private var curves: [Curve] {
        panel.layers.compactMap { if case .curve(let curve) = $0 { curve } else { nil } }
    }

    /// Letters tell curves apart where colours do not.
    private var usesLetters: Bool { colours == .none && curves.filter { !$0.label.isEmpty }.count > 1 }

    private func letter(_ position: Int) -> String {
        String(Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(position % 26))))
    }

    /// The keys of labelled curves, in lines that end in newlines.
    var legend: String {
        let labelled = curves.enumerated().filter { !$0.element.label.isEmpty }
        guard !labelled.isEmpty else { return "" }
        var lines = [[String]()], length = 0
        for (position, curve) in labelled {
            let sign = usesLetters ? letter(position) : Self.sign(curve.stroke)
            let label = TerminalText.fitted(curve.label, width: width - sign.count - 1)
            let code = colours.code(Self.seen(curve.color))
            let entry = (code.isEmpty ? sign : "\u{1B}[\(code)m\(sign)\u{1B}[0m") + " " + label
            let size = sign.count + 1 + label.count + 3
            if length + size > width + 3, length > 0 {
                lines.append([])
                length = 0
            }
            lines[lines.count - 1].append(entry)
            length += size
        }
        return lines.map { $0.joined(separator: "   ") + "\n" }.joined()
    }

    private static func sign(_ stroke: Curve.Stroke) -> String {
        switch stroke {
        case .solid: "──"
        case .dashed: "╌╌"
        case .dotted: "··"
        case .none: "•"
        }
    }

    /// Black lines of paper are grey on a terminal, whose background may be dark.
    private static func seen(_ color: PlotColor) -> PlotColor {
        Oklab(color).lightness < 0.35 ? PlotColor(hex: 0x8A8A8A) : color
    }

    func drawCurves(_ canvas: inout TextCanvas) {
        guard !curves.isEmpty else { return }
        var raster = BrailleRaster(columns: columns, rows: rows)
        for curve in curves { draw(curve, &raster) }
        for row in 0..<rows {
            for column in 0..<columns {
                guard let cell = raster.cell(row, column) else { continue }
                canvas[row, gutter + column].character = cell.character
                canvas[row, gutter + column].front = cell.color
            }
        }
        if usesLetters { drawLetters(&canvas) }
        if !curves.contains(where: { $0.points.contains(where: \.isFinite) }) {
            canvas.write(TerminalText.fitted("no finite values", width: columns), row: rows / 2, column: gutter + 1)
        }
    }

    private func draw(_ curve: Curve, _ raster: inout BrailleRaster) {
        let color = Self.seen(curve.color)
        var before: PlotPoint?
        for point in curve.points {
            guard point.isFinite else {
                before = nil
                continue
            }
            let place = place(point)
            let dot = PlotPoint(place.x * 2 * (1 - 1e-9), place.y * 4 * (1 - 1e-9))
            if let before, curve.stroke != .none {
                let isSolid = curve.stroke == .solid
                raster.line(before, dot, color) { isSolid || (Int(before.x) + $0) % 4 < 2 }
            } else {
                raster.set(Int(dot.x), Int(dot.y), color)
            }
            before = dot
        }
    }

    /// The letter of each curve near the first, middle and last fifth of it.
    private func drawLetters(_ canvas: inout TextCanvas) {
        for (position, curve) in curves.enumerated() where !curve.label.isEmpty {
            let finite = curve.points.filter(\.isFinite)
            guard !finite.isEmpty else { continue }
            for part in [0.2, 0.55, 0.9] {
                // Shifted from curve to curve, so that those that lie on each other show their letters beside each other.
                let index = min(Int(part * Double(finite.count)) + position * max(finite.count / 40, 1), finite.count - 1)
                let place = place(finite[index])
                canvas.write(letter(position), row: min(max(Int(place.y), 0), rows - 1), column: gutter + min(max(Int(place.x), 0), columns - 1))
            }
        }
    }
}
