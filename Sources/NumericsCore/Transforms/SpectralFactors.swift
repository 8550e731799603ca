/// The multipliers of a spectrum in the order in which columns need them: [column][coefficient along the first axis].
struct SpectralFactors: Sendable {
    enum Storage: Sendable {
        /// scale / (first[k] + rest[column])
        case inverseOfSum(first: Tensor<Double>, rest: Tensor<Double>)
        case real(Tensor<Double>)
        case complex(Tensor<Complex<Double>>)
    }

    let storage: Storage
    let scale: Double

    init(_ multiplier: SpectralMultiplier, shape: [Int], kinds: [SpectralKind], spectrumShape: [Int], scale: Double) {
        self.scale = scale
        let length = spectrumShape[0]
        let columns = spectrumShape.dropFirst().reduce(1, *)
        switch multiplier {
        case .inverseOfSum(let symbols, let constant):
            precondition(symbols.map(\.count) == shape, "symbols of extents \(symbols.map(\.count)) for \(shape)")
            var rest = [constant]
            for axis in 1..<max(shape.count, 1) {
                let symbol = symbols[axis].prefix(spectrumShape[axis])
                rest = rest.flatMap { sum in symbol.map { sum + $0 } }
            }
            storage = .inverseOfSum(first: Tensor(symbols[0].prefix(length)), rest: Tensor(rest))
        case .real(let factors):
            precondition(factors.shape == spectrumShape, "factors of shape \(factors.shape) for \(spectrumShape)")
            var scaled = LinearAlgebra.transpose(factors.reshaped([length, columns]))
            LinearAlgebra.scale(scale, &scaled)
            storage = .real(scaled)
        case .complex(let factors):
            precondition(factors.shape == spectrumShape, "factors of shape \(factors.shape) for \(spectrumShape)")
            precondition(kinds.contains(.fourier), "complex factors without a Fourier axis")
            let moved = LinearAlgebra.transpose(factors.reshaped([length, columns]))
            storage = .complex(
                Tensor(shape: moved.shape, elements: moved.elements.map { Complex($0.real * scale, $0.imaginary * scale) }))
        }
    }

    /// Multiplies the complex coefficients of one column.
    func apply(toComplex values: UnsafeMutablePointer<Double>, column: Int, length: Int) {
        switch storage {
        case .inverseOfSum(let first, let rest):
            let sum = rest[column]
            first.withUnsafeBufferPointer { symbols in
                for index in 0..<length {
                    let divisor = symbols[index] + sum
                    let factor = divisor == 0 ? 0 : scale / divisor
                    values[2 * index] *= factor
                    values[2 * index + 1] *= factor
                }
            }
        case .real(let factors):
            factors.withUnsafeBufferPointer { numbers in
                let row = numbers.baseAddress! + column * length
                for index in 0..<length {
                    values[2 * index] *= row[index]
                    values[2 * index + 1] *= row[index]
                }
            }
        case .complex(let factors):
            factors.withUnsafeBufferPointer { numbers in
                let row = doubles(numbers)! + 2 * column * length
                for index in 0..<length {
                    SpectralFactors.multiply(
                        &values[2 * index], &values[2 * index + 1], row[2 * index], row[2 * index + 1])
                }
            }
        }
    }

    /// Multiplies the real coefficients of one column, or the real and imaginary parts of one.
    func apply(
        toReal values: UnsafeMutablePointer<Double>, imaginary: UnsafeMutablePointer<Double>?, column: Int, length: Int
    ) {
        switch storage {
        case .inverseOfSum(let first, let rest):
            let sum = rest[column]
            first.withUnsafeBufferPointer { symbols in
                for index in 0..<length {
                    let divisor = symbols[index] + sum
                    let factor = divisor == 0 ? 0 : scale / divisor
                    values[index] *= factor
                    if let imaginary { imaginary[index] *= factor }
                }
            }
        case .real(let factors):
            factors.withUnsafeBufferPointer { numbers in
                let row = numbers.baseAddress! + column * length
                for index in 0..<length {
                    values[index] *= row[index]
                    if let imaginary { imaginary[index] *= row[index] }
                }
            }
        case .complex(let factors):
            guard let imaginary else { preconditionFailure("complex factors for real coefficients") }
            factors.withUnsafeBufferPointer { numbers in
                let row = doubles(numbers)! + 2 * column * length
                for index in 0..<length {
                    SpectralFactors.multiply(
                        &values[index], &imaginary[index], row[2 * index], row[2 * index + 1])
                }
            }
        }
    }

    @inline(__always) private static func multiply(
        _ real: inout Double, _ imaginary: inout Double, _ a: Double, _ b: Double
    ) {
        let (x, y) = (real, imaginary)
        real = x * a - y * b
        imaginary = x * b + y * a
    }
}
