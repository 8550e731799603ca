/// How many terminal cells text takes; carets must stand under what they mean.
enum DisplayWidth {
    /// A line prepared for display: each scalar with the cell it starts in.
    struct Line {
        /// Displayed scalars, tabs expanded, control characters replaced.
        var cells: [(text: String, start: Int, width: Int)] = []
        var width = 0
    }

    static let tabStop = 4

    /// Cells of one scalar: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
        ]
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    static func layout(_ line: some StringProtocol) -> Line {
        var result = Line()
        for scalar in line.unicodeScalars {
            let isTab = scalar == "\t"
            let isControl = scalar.properties.generalCategory == .control
            let width = isTab ? tabStop - result.width % tabStop : isControl ? 1 : of(scalar)
            let text = isTab ? String(repeating: " ", count: width) : isControl ? "\u{FFFD}" : String(scalar)
            result.cells.append((text, result.width, width))
            result.width += width
        }
        return result
    }
}
