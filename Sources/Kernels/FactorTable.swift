import NumericsCore

/// Operations on rows of tables [order][point] that several factors share.
enum FactorTable {
    /// exp of every element, in place.
    static func exponentiate(_ row: UnsafeMutablePointer<Double>, _ count: Int) {
        apply(.exp, row, row, count)
    }

    static func apply(_ function: Elementwise.Function, _ source: UnsafeMutablePointer<Double>, _ target: UnsafeMutablePointer<Double>, _ count: Int) {
        Elementwise.apply(
            function, UnsafeBufferPointer(start: source, count: count), UnsafeMutableBufferPointer(start: target, count: count))
    }

    /// product^(n) = Σ_j binomial(n, j) left^(j) right^(n-j) for n = 0, …, order (Leibniz). The product must be other memory.
    static func multiply(
        _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into product: UnsafeMutablePointer<Double>, _ order: Int,
        _ count: Int, adding: Bool = false
    ) {
        for n in 0...order {
            let target = product + n * count
            if !adding { target.update(repeating: 0, count: count) }
            for j in 0...n {
                let (a, b, ways) = (left + j * count, right + (n - j) * count, binomial(n, j))
                for point in 0..<count { target[point] += ways * a[point] * b[point] }
            }
        }
    }

    /// Derivatives of cos(rate z + phase) up to an order. `scratch` [2][point].
    static func cosine(
        _ rate: Double, phase isSine: Bool, at z: UnsafeBufferPointer<Double>, _ order: Int, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, (cosine, sine) = (scratch, scratch + count)
        for point in 0..<count { cosine[point] = rate * z[point] }
        apply(.sin, cosine, sine, count)
        apply(.cos, cosine, cosine, count)
        var power = 1.0
        for n in 0...order {
            // cos, -sin, -cos, sin, …; a sine is a cosine three quarters of a turn on.
            let turn = (n + (isSine ? 3 : 0)) % 4
            let (row, factor) = (turn % 2 == 0 ? cosine : sine, turn == 1 || turn == 2 ? -power : power)
            let target = table + n * count
            for point in 0..<count { target[point] = factor * row[point] }
            power *= rate
        }
    }

    static func add(
        _ source: UnsafePointer<Double>, times factor: Double, to target: UnsafeMutablePointer<Double>, _ length: Int
    ) {
        for index in 0..<length { target[index] += factor * source[index] }
    }

    static func binomial(_ n: Int, _ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
    }
}
