/// Transform, multiplication and inverse transform along the first axis, in blocks of columns that stay in cache.
struct ColumnTransform: Sendable {
    private enum Arrangement {
        /// Complex columns under a complex transform.
        case complexFourier
        /// Complex columns under a sine or cosine transform, real parts before imaginary ones.
        case complexWalls
        case realWalls
        /// Real columns under a real-to-complex transform.
        case realFourier
    }

    private let arrangement: Arrangement
    /// Columns, values in a column, columns in a block, and doubles from one column of a block to the next.
    private let count, length, width, pitch, spectrumPitch: Int
    private let forwardPlan, inversePlan: TransformPlan
    private let factors: SpectralFactors
    /// Doubles needed for a block and, unless it is transformed in place, for its spectrum.
    let blockSize, blockSpectrumSize: Int

    init(
        count: Int, length: Int, isComplex: Bool, kind: SpectralKind, factors: SpectralFactors,
        planning: TransformPlanning
    ) {
        let isFourier = kind == .fourier
        arrangement = isComplex ? (isFourier ? .complexFourier : .complexWalls) : isFourier ? .realFourier : .realWalls
        self.count = count
        self.length = length
        self.factors = factors
        let width = min(ColumnTransform.blockWidth(length: length, isComplex: isComplex), count)
        self.width = width
        // 64 bytes beyond the column keep the columns of powers of two apart in the cache's sets.
        let pitch = (arrangement == .complexFourier ? 2 * length : length + length % 2) + 8
        self.pitch = pitch
        spectrumPitch = 2 * (length / 2 + 1) + 8
        let rows = arrangement == .complexWalls ? 2 * width : width
        blockSize = rows * pitch
        blockSpectrumSize = arrangement == .realFourier ? width * spectrumPitch : 0
        var (forward, inverse) = ColumnTransform.layouts(kind, length, rows, (pitch, spectrumPitch), planning)
        if isComplex && isFourier {
            forward = ColumnTransform.complexLayout(.complexForward, length, width, pitch / 2, planning)
            inverse = ColumnTransform.complexLayout(.complexBackward, length, width, pitch / 2, planning)
        }
        forwardPlan = TransformPlanCache.shared.plan(forward)
        inversePlan = TransformPlanCache.shared.plan(inverse)
    }

    /// Transforms, multiplies and transforms back the columns of `values` [length][count], real or complex.
    func multiply(
        _ values: UnsafeMutablePointer<Double>, _ block: UnsafeMutablePointer<Double>,
        _ blockSpectrum: UnsafeMutablePointer<Double>
    ) {
        for start in stride(from: 0, to: count, by: width) {
            // A last block that is not full transforms what an earlier one left, which nobody reads.
            let used = min(width, count - start)
            gather(values, block, start, used)
            transform(block, blockSpectrum, start, used)
            scatter(block, values, start, used)
        }
    }

    private func transform(
        _ columns: UnsafeMutablePointer<Double>, _ spectrum: UnsafeMutablePointer<Double>, _ start: Int, _ used: Int
    ) {
        let middle = arrangement == .realFourier ? spectrum : columns
        forwardPlan.execute(columns, middle)
        for column in 0..<used {
            switch arrangement {
            case .complexFourier:
                factors.apply(toComplex: columns + column * pitch, column: start + column, length: length)
            case .realFourier:
                factors.apply(
                    toComplex: spectrum + column * spectrumPitch, column: start + column, length: length / 2 + 1)
            case .realWalls:
                factors.apply(
                    toReal: columns + column * pitch, imaginary: nil, column: start + column, length: length)
            case .complexWalls:
                factors.apply(
                    toReal: columns + column * pitch, imaginary: columns + (width + column) * pitch,
                    column: start + column, length: length)
            }
        }
        inversePlan.execute(middle, columns)
    }

    private func gather(
        _ values: UnsafePointer<Double>, _ columns: UnsafeMutablePointer<Double>, _ start: Int, _ used: Int
    ) {
        switch arrangement {
        case .complexFourier:
            let source = UnsafeRawPointer(values).assumingMemoryBound(to: SIMD2<Double>.self) + start
            let target = UnsafeMutableRawPointer(columns).assumingMemoryBound(to: SIMD2<Double>.self)
            ColumnTransform.transpose(source, count, 1, target, 1, pitch / 2, length, used)
        case .complexWalls:
            ColumnTransform.transpose(values + 2 * start, 2 * count, 2, columns, 1, pitch, length, used)
            ColumnTransform.transpose(
                values + 2 * start + 1, 2 * count, 2, columns + width * pitch, 1, pitch, length, used)
        case .realWalls, .realFourier:
            ColumnTransform.transpose(values + start, count, 1, columns, 1, pitch, length, used)
        }
    }

    private func scatter(
        _ columns: UnsafePointer<Double>, _ values: UnsafeMutablePointer<Double>, _ start: Int, _ used: Int
    ) {
        switch arrangement {
        case .complexFourier:
            let source = UnsafeRawPointer(columns).assumingMemoryBound(to: SIMD2<Double>.self)
            let target = UnsafeMutableRawPointer(values).assumingMemoryBound(to: SIMD2<Double>.self) + start
            ColumnTransform.transpose(source, 1, pitch / 2, target, count, 1, length, used)
        case .complexWalls:
            ColumnTransform.transpose(columns, 1, pitch, values + 2 * start, 2 * count, 2, length, used)
            ColumnTransform.transpose(
                columns + width * pitch, 1, pitch, values + 2 * start + 1, 2 * count, 2, length, used)
        case .realWalls, .realFourier:
            ColumnTransform.transpose(columns, 1, pitch, values + start, count, 1, length, used)
        }
    }

    // target(row, column) = source(row, column), each with its own strides.
    @inline(__always) private static func transpose<Element>(
        _ source: UnsafePointer<Element>, _ sourceRow: Int, _ sourceColumn: Int,
        _ target: UnsafeMutablePointer<Element>, _ targetRow: Int, _ targetColumn: Int, _ rows: Int, _ columns: Int
    ) {
        for row in 0..<rows {
            let (from, to) = (source + row * sourceRow, target + row * targetRow)
            for column in 0..<columns { to[column * targetColumn] = from[column * sourceColumn] }
        }
    }
}
