import NumericsCore

/// A small dense complex matrix, for set-up work on the equations of one Fourier mode.
struct ModeMatrix {
    let rows, columns: Int
    /// Row-major.
    var values: [Complex<Double>]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = Array(repeating: Complex(0, 0), count: rows * columns)
    }

    static func identity(_ size: Int) -> ModeMatrix {
        var result = ModeMatrix(rows: size, columns: size)
        for index in 0..<size { result[index, index] = Complex(1, 0) }
        return result
    }

    subscript(row: Int, column: Int) -> Complex<Double> {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    var isZero: Bool { values.allSatisfy { $0 == Complex(0, 0) } }

    static func * (left: ModeMatrix, right: ModeMatrix) -> ModeMatrix {
        var result = ModeMatrix(rows: left.rows, columns: right.columns)
        for row in 0..<left.rows {
            for column in 0..<right.columns {
                var sum = Complex<Double>(0, 0)
                for inner in 0..<left.columns { sum = sum + left[row, inner] * right[inner, column] }
                result[row, column] = sum
            }
        }
        return result
    }

    static func + (left: ModeMatrix, right: ModeMatrix) -> ModeMatrix {
        var result = left
        for index in result.values.indices { result.values[index] = left.values[index] + right.values[index] }
        return result
    }

    static func - (left: ModeMatrix, right: ModeMatrix) -> ModeMatrix {
        var result = left
        for index in result.values.indices { result.values[index] = left.values[index] - right.values[index] }
        return result
    }

    static prefix func - (operand: ModeMatrix) -> ModeMatrix {
        var result = operand
        for index in result.values.indices { result.values[index] = -operand.values[index] }
        return result
    }
}

/// All solutions of C c = b by Gauss-Jordan elimination with complete pivoting, for any right side.
///
/// c = inverse b + null f with f free, provided `conditions` b = 0.
struct ModeElimination {
    /// Solution with the free variables at zero, [column][row] of C.
    let inverse: ModeMatrix
    /// Basis of the null space, [column of C][free variable].
    let null: ModeMatrix
    /// Combinations of the right side that must vanish, [condition][row of C].
    let conditions: ModeMatrix
    let rank: Int

    /// Pivots below this part of the largest entry of their row count as zero: what subtraction leaves of equal terms.
    private static let threshold = 1e-12

    init(_ matrix: ModeMatrix) {
        var work = matrix
        var transform = ModeMatrix.identity(matrix.rows)
        Self.equilibrate(&work, &transform)
        var pivots: [(row: Int, column: Int)] = []
        while let pivot = Self.largest(work, excluding: pivots) {
            Self.eliminate(&work, &transform, pivot)
            pivots.append(pivot)
        }
        rank = pivots.count
        let freeColumns = (0..<matrix.columns).filter { column in !pivots.contains { $0.column == column } }
        let idleRows = (0..<matrix.rows).filter { row in !pivots.contains { $0.row == row } }
        var inverse = ModeMatrix(rows: matrix.columns, columns: matrix.rows)
        var null = ModeMatrix(rows: matrix.columns, columns: freeColumns.count)
        for pivot in pivots {
            for row in 0..<matrix.rows { inverse[pivot.column, row] = transform[pivot.row, row] }
            for (free, column) in freeColumns.enumerated() { null[pivot.column, free] = -work[pivot.row, column] }
        }
        for (free, column) in freeColumns.enumerated() { null[column, free] = Complex(1, 0) }
        var conditions = ModeMatrix(rows: idleRows.count, columns: matrix.rows)
        for (condition, idle) in idleRows.enumerated() {
            for row in 0..<matrix.rows { conditions[condition, row] = transform[idle, row] }
        }
        (self.inverse, self.null, self.conditions) = (inverse, null, conditions)
    }

    private static func equilibrate(_ work: inout ModeMatrix, _ transform: inout ModeMatrix) {
        for row in 0..<work.rows {
            let scale = (0..<work.columns).map { work[row, $0].length }.max() ?? 0
            if scale == 0 { continue }
            for column in 0..<work.columns { work[row, column] = work[row, column] * Complex(1 / scale, 0) }
            transform[row, row] = Complex(1 / scale, 0)
        }
    }

    private static func largest(_ work: ModeMatrix, excluding pivots: [(row: Int, column: Int)]) -> (row: Int, column: Int)? {
        var best: (row: Int, column: Int)?
        var size = threshold
        for row in 0..<work.rows where !pivots.contains(where: { $0.row == row }) {
            for column in 0..<work.columns where !pivots.contains(where: { $0.column == column }) {
                if work[row, column].length > size {
                    size = work[row, column].length
                    best = (row, column)
                }
            }
        }
        return best
    }

    private static func eliminate(_ work: inout ModeMatrix, _ transform: inout ModeMatrix, _ pivot: (row: Int, column: Int)) {
        let reciprocal = Complex<Double>(1, 0) / work[pivot.row, pivot.column]
        for column in 0..<work.columns { work[pivot.row, column] = work[pivot.row, column] * reciprocal }
        for column in 0..<transform.columns { transform[pivot.row, column] = transform[pivot.row, column] * reciprocal }
        for row in 0..<work.rows where row != pivot.row {
            let factor = work[row, pivot.column]
            if factor == Complex(0, 0) { continue }
            for column in 0..<work.columns { work[row, column] = work[row, column] - factor * work[pivot.row, column] }
            for column in 0..<transform.columns {
                transform[row, column] = transform[row, column] - factor * transform[pivot.row, column]
            }
            work[row, pivot.column] = Complex(0, 0)
        }
    }
}
