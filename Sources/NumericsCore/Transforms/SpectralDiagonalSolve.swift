/// Applies a function of a constant-coefficient operator: transform, multiply each coefficient, transform back.
///
/// All axes but the first are transformed slab by slab. The first axis is then taken in blocks of columns that stay
/// in cache while they are transformed, multiplied and transformed back, so that the array crosses memory three times
/// instead of five. All workspaces are made once; `solve` does not allocate. Normalisation is part of the multiplication.
public struct SpectralDiagonalSolve: Sendable {
    /// Extents of the arrays.
    public let shape: [Int]
    /// The kind along each axis.
    public let kinds: [SpectralKind]
    /// Extents of the spectrum: those of the arrays, but n/2 + 1 along the last Fourier axis.
    public let spectrumShape: [Int]
    let slabs: SlabTransform
    let columns: ColumnTransform
    // Spectrum of the slabs if it is complex, [first axis][rest]; real spectra live in the result.
    private var spectrum: Tensor<Complex<Double>>
    // One slab, one block of columns, the spectrum of one block.
    private var slab, block, blockSpectrum: Tensor<Double>

    /// Prepares solves of arrays of this shape, with one kind for each axis.
    ///
    /// Precondition: symbols of the extents that `multiplier` documents.
    public init(
        shape: [Int], kinds: [SpectralKind], multiplier: SpectralMultiplier, planning: TransformPlanning = .estimate
    ) {
        precondition(!shape.isEmpty && shape.count == kinds.count && shape.allSatisfy { $0 > 0 }, "kinds for \(shape)")
        self.shape = shape
        self.kinds = kinds
        spectrumShape = SpectralDiagonalSolve.spectrumShape(shape, kinds)
        let slabs = SlabTransform(
            count: shape[0], shape: Array(shape.dropFirst()), kinds: Array(kinds.dropFirst()), planning: planning)
        self.slabs = slabs
        let scale = zip(shape, kinds).reduce(1.0) { $0 * Double($1.1.logicalLength($1.0)) }
        let factors = SpectralFactors(
            multiplier, shape: shape, kinds: kinds, spectrumShape: spectrumShape, scale: 1 / scale)
        columns = ColumnTransform(
            count: slabs.spectrumCount, length: shape[0], isComplex: slabs.isComplex, kind: kinds[0],
            factors: factors, planning: planning)
        spectrum = Tensor(shape: slabs.isComplex ? [shape[0], slabs.spectrumCount] : [0], repeating: .zero)
        slab = Tensor(shape: [slabs.needsSlab ? slabs.valueCount : 0], repeating: 0)
        block = Tensor(shape: [columns.blockSize], repeating: 0)
        blockSpectrum = Tensor(shape: [columns.blockSpectrumSize], repeating: 0)
    }

    /// Writes into `result` the array whose spectrum is that of `right` times the multiplier; both of `shape`.
    public mutating func solve(_ right: Tensor<Double>, into result: inout Tensor<Double>) {
        precondition(right.shape == shape && result.shape == shape, "solve on \(shape), found \(right.shape)")
        right.withUnsafeBufferPointer { source in
            result.withUnsafeMutableBufferPointer { target in
                solve(source.baseAddress!, target.baseAddress!)
            }
        }
    }

    private mutating func solve(_ right: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>) {
        let (slabs, columns) = (slabs, columns)
        spectrum.withUnsafeMutableBufferPointer { middle in
            slab.withUnsafeMutableBufferPointer { scratch in
                block.withUnsafeMutableBufferPointer { lines in
                    blockSpectrum.withUnsafeMutableBufferPointer { linesSpectrum in
                        let inner = slabs.isComplex ? doubles(middle)! : result
                        slabs.forward(right, inner, scratch.baseAddress!)
                        columns.multiply(inner, lines.baseAddress!, linesSpectrum.baseAddress!)
                        slabs.inverse(inner, result)
                    }
                }
            }
        }
    }

    static func spectrumShape(_ shape: [Int], _ kinds: [SpectralKind]) -> [Int] {
        var result = shape
        if let halved = kinds.lastIndex(of: .fourier) { result[halved] = shape[halved] / 2 + 1 }
        return result
    }
}
