import NumericsCore

/// exp(A) and phi_1 … phi_3 of small square complex matrices, by scaling and squaring.
///
/// A is balanced by powers of two, scaled to norm below 1/2, summed as a Taylor series and squared back with
/// phi_1(2A) = (exp(A) + I) phi_1(A)/2, phi_2(2A) = (phi_1^2 + 2 phi_2)/4, phi_3(2A) = (phi_1 phi_2 + 2 phi_3 + phi_2)/8
/// (Skaflestad and Wright 2009, equation 3.3). One value is a workspace, reused for matrix after matrix.
public struct PhiMatrices: Sendable {
    public let size: Int
    /// exp(A), phi_1(A), phi_2(A), phi_3(A), each row-major.
    public private(set) var values: [[Complex<Double>]]

    private var matrix, product, sum: [Complex<Double>]
    private var balance: [Double]

    public init(size: Int) {
        self.size = size
        let zero = Array(repeating: Complex<Double>(0, 0), count: size * size)
        values = Array(repeating: zero, count: 4)
        (matrix, product, sum) = (zero, zero, zero)
        balance = Array(repeating: 1, count: size)
    }

    /// Evaluates all four functions of `argument` [row][column].
    public mutating func evaluate(_ argument: [Complex<Double>]) {
        matrix = argument
        balanceMatrix()
        let norm = infinityNorm(matrix)
        guard norm.isFinite else { return fill(Complex(.nan, 0)) }
        let squarings = norm < 0.5 ? 0 : Int(norm.exponent) + 2
        let scale = Double(sign: .plus, exponent: -squarings, significand: 1)
        for index in matrix.indices { matrix[index] = matrix[index] * Complex(scale, 0) }
        sumSeries()
        for _ in 0..<squarings { square() }
        undoBalance()
    }

    private mutating func fill(_ value: Complex<Double>) {
        for index in values.indices { values[index] = Array(repeating: value, count: size * size) }
    }

    private func infinityNorm(_ matrix: [Complex<Double>]) -> Double {
        (0..<size).map { row in (0..<size).reduce(0.0) { $0 + matrix[row * size + $1].length } }.max() ?? 0
    }

    /// Makes rows and columns of similar size by a diagonal similarity, so that a wave written as a first-order system
    /// with entries 1 and -(c k)^2 is scaled by its frequency c k and not by the square of it.
    private mutating func balanceMatrix() {
        for index in 0..<size { balance[index] = 1 }
        for _ in 0..<20 {
            var changed = false
            for index in 0..<size where rescale(index) { changed = true }
            if !changed { return }
        }
    }

    private mutating func rescale(_ index: Int) -> Bool {
        var (row, column) = (0.0, 0.0)
        for other in 0..<size where other != index {
            row += matrix[index * size + other].length
            column += matrix[other * size + index].length
        }
        guard row > 0, column > 0, row.isFinite, column.isFinite else { return false }
        let exponent = Int(((row / column).exponent / 2))
        if exponent == 0 { return false }
        let factor = Double(sign: .plus, exponent: exponent, significand: 1)
        for other in 0..<size where other != index {
            matrix[index * size + other] = matrix[index * size + other] * Complex(1 / factor, 0)
            matrix[other * size + index] = matrix[other * size + index] * Complex(factor, 0)
        }
        balance[index] *= factor
        return true
    }

    private mutating func undoBalance() {
        for function in values.indices {
            for row in 0..<size {
                for column in 0..<size where row != column {
                    let ratio = balance[row] / balance[column]
                    values[function][row * size + column] = values[function][row * size + column] * Complex(ratio, 0)
                }
            }
        }
    }

    /// phi_3 by Horner's rule, the others from phi_{k-1} = A phi_k + I/(k-1)!.
    private mutating func sumSeries() {
        var factorial = 2.0
        let reciprocals = (3...17).map { order -> Double in factorial *= Double(order); return 1 / factorial }
        for index in sum.indices { sum[index] = Complex(0, 0) }
        for reciprocal in reciprocals.reversed() {
            Self.multiply(sum, matrix, size, into: &product)
            swap(&sum, &product)
            addIdentity(reciprocal, &sum)
        }
        values[3] = sum
        for (order, constant) in [(2, 0.5), (1, 1.0), (0, 1.0)] {
            Self.multiply(values[order + 1], matrix, size, into: &values[order])
            addIdentity(constant, &values[order])
        }
    }

    private mutating func square() {
        Self.multiply(values[1], values[2], size, into: &product)
        for index in product.indices {
            let doubled = values[3][index] + values[3][index]
            values[3][index] = (product[index] + doubled + values[2][index]) * Complex(0.125, 0)
        }
        Self.multiply(values[1], values[1], size, into: &product)
        for index in product.indices {
            values[2][index] = (product[index] + values[2][index] + values[2][index]) * Complex(0.25, 0)
        }
        Self.multiply(values[0], values[1], size, into: &product)
        for index in product.indices { values[1][index] = (product[index] + values[1][index]) * Complex(0.5, 0) }
        Self.multiply(values[0], values[0], size, into: &product)
        swap(&values[0], &product)
    }

    private func addIdentity(_ value: Double, _ target: inout [Complex<Double>]) {
        for index in 0..<size { target[index * size + index] = target[index * size + index] + Complex(value, 0) }
    }

    private static func multiply(
        _ left: [Complex<Double>], _ right: [Complex<Double>], _ size: Int, into target: inout [Complex<Double>]
    ) {
        for row in 0..<size {
            for column in 0..<size {
                var total = Complex<Double>(0, 0)
                for inner in 0..<size { total = total + left[row * size + inner] * right[inner * size + column] }
                target[row * size + column] = total
            }
        }
    }
}
