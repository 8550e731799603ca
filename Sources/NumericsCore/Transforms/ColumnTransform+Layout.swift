extension ColumnTransform {
    // A block of half a megabyte stays in the second cache level; fewer than four complex or eight real columns
    // would not use whole cache lines of the array.
    static func blockWidth(length: Int, isComplex: Bool) -> Int {
        let size = isComplex ? 16 : 8
        let least = 64 / size
        return min(max((1 << 19) / (size * length), least), 4 * least)
    }

    static func complexLayout(
        _ operation: TransformLayout.Operation, _ length: Int, _ columns: Int, _ pitch: Int,
        _ planning: TransformPlanning
    ) -> TransformLayout {
        TransformLayout(
            operation, transformed: [.init(length: length, inputStride: 1, outputStride: 1)],
            looped: [.init(length: columns, inputStride: pitch, outputStride: pitch)], isInPlace: true,
            planning: planning)
    }

    // Columns of a real block; pitches in doubles of the values and of the spectrum.
    static func layouts(
        _ kind: SpectralKind, _ length: Int, _ columns: Int, _ pitches: (Int, Int), _ planning: TransformPlanning
    ) -> (forward: TransformLayout, inverse: TransformLayout) {
        let line = TransformLayout.Axis(length: length, inputStride: 1, outputStride: 1)
        func make(_ operation: TransformLayout.Operation, _ input: Int, _ output: Int, _ inPlace: Bool) -> TransformLayout {
            TransformLayout(
                operation, transformed: [line],
                looped: [.init(length: columns, inputStride: input, outputStride: output)], isInPlace: inPlace,
                planning: planning)
        }
        switch kind {
        case .trigonometric(let wall):
            return (
                make(.trigonometric([wall]), pitches.0, pitches.0, true),
                make(.trigonometric([wall.inverse]), pitches.0, pitches.0, true)
            )
        case .fourier:
            return (
                make(.realForward, pitches.0, pitches.1 / 2, false),
                make(.realBackward, pitches.1 / 2, pitches.0, false)
            )
        }
    }
}
