import NumericsCore

extension ModeMatrices {
    /// target = self * first + other * second (added to what is there if `accumulate`), matrix by matrix.
    ///
    /// All tensors are [component][mode…]. Both operands have the same entries, as the coefficients of one step size do.
    public func combine(
        _ first: Tensor<Complex<Double>>, _ other: ModeMatrices, _ second: Tensor<Complex<Double>>,
        into target: inout Tensor<Complex<Double>>, accumulate: Bool = false
    ) {
        first.withUnsafeBufferPointer { left in
            second.withUnsafeBufferPointer { right in
                target.withUnsafeMutableBufferPointer { output in
                    var row = -1
                    for (mine, theirs) in zip(entries, other.entries) {
                        let range = mine.column * modeCount..<(mine.column + 1) * modeCount
                        let operands = (
                            UnsafeBufferPointer(rebasing: left[range]), UnsafeBufferPointer(rebasing: right[range])
                        )
                        let rows = mine.row * modeCount..<(mine.row + 1) * modeCount
                        let result = UnsafeMutableBufferPointer(rebasing: output[rows])
                        Self.pass(mine.values, operands.0, theirs.values, operands.1, result, adds: accumulate || mine.row == row)
                        row = mine.row
                    }
                }
            }
        }
    }

    private static func pass(
        _ a: Values, _ x: UnsafeBufferPointer<Complex<Double>>, _ b: Values, _ y: UnsafeBufferPointer<Complex<Double>>,
        _ target: UnsafeMutableBufferPointer<Complex<Double>>, adds: Bool
    ) {
        switch (a, b) {
        case (.real(let a), .real(let b)):
            a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in realPass(a, x, b, y, target, adds) } }
        case (.complex(let a), .complex(let b)):
            a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in complexPass(a, x, b, y, target, adds) } }
        default:
            preconditionFailure("coefficients of one step size are all real or all complex")
        }
    }

    private static func realPass(
        _ a: UnsafeBufferPointer<Double>, _ x: UnsafeBufferPointer<Complex<Double>>,
        _ b: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Complex<Double>>,
        _ target: UnsafeMutableBufferPointer<Complex<Double>>, _ adds: Bool
    ) {
        var mode = 0
        while mode < a.count {
            let (left, right) = (x[mode], y[mode])
            var real = a[mode] * left.real + b[mode] * right.real
            var imaginary = a[mode] * left.imaginary + b[mode] * right.imaginary
            if adds {
                real += target[mode].real
                imaginary += target[mode].imaginary
            }
            target[mode] = Complex(real, imaginary)
            mode &+= 1
        }
    }

    private static func complexPass(
        _ a: UnsafeBufferPointer<Complex<Double>>, _ x: UnsafeBufferPointer<Complex<Double>>,
        _ b: UnsafeBufferPointer<Complex<Double>>, _ y: UnsafeBufferPointer<Complex<Double>>,
        _ target: UnsafeMutableBufferPointer<Complex<Double>>, _ adds: Bool
    ) {
        var mode = 0
        while mode < a.count {
            let value = a[mode] * x[mode] + b[mode] * y[mode]
            target[mode] = adds ? target[mode] + value : value
            mode &+= 1
        }
    }
}
