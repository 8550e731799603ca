import NumericsCore

/// Stencil matrices for the tests.
enum StencilFixtures {
    /// −div(a grad u) with harmonic face means on a lattice with steps `steps`, in symmetric storage.
    ///
    /// Over edges of axes that are not periodic u is zero one step outside (`isNeumann` false) or the flux is zero. Nodes with
    /// a coefficient of zero are no unknowns: identity rows, and u is zero there.
    static func diffusion(
        _ shape: [Int], steps: [Double], periodic: [Bool]? = nil, isNeumann: Bool = false, _ coefficient: (Int) -> Double
    ) -> StencilMatrix {
        var matrix = StencilMatrix(shape: shape, periodic: periodic, stencil: .star, storage: .symmetric)
        let values = (0..<matrix.nodeCount).map(coefficient)
        for node in values.indices {
            guard values[node] > 0 else {
                matrix[0, node] = 1
                continue
            }
            for axis in shape.indices {
                for side in [-1, 1] {
                    let offset = shape.indices.map { $0 == axis ? side : 0 }
                    let scale = 1 / (steps[axis] * steps[axis])
                    let other = matrix.neighbour(of: node, at: offset)
                    if other == nil && isNeumann { continue }
                    let outside = other.map { values[$0] } ?? values[node]
                    let face = outside > 0 ? 2 * outside * values[node] / (outside + values[node]) : values[node]
                    matrix[0, node] += scale * face
                    if side == 1, other != nil, outside > 0 { matrix[matrix.entry(at: offset)!, node] = -scale * face }
                }
            }
        }
        return matrix
    }

    /// Random coefficients everywhere but over edges, a diagonal of at least `dominance` times the sum of the others.
    static func random(
        _ shape: [Int], periodic: [Bool], _ stencil: StencilMatrix.Stencil, _ storage: StencilMatrix.Storage,
        dominance: Double = 1.1, seed: UInt64 = 1
    ) -> StencilMatrix {
        var matrix = StencilMatrix(shape: shape, periodic: periodic, stencil: stencil, storage: storage)
        var random = RandomStream(seed: seed, name: "stencil")
        for (entry, offset) in matrix.offsets.enumerated() where entry != matrix.centre {
            for node in 0..<matrix.nodeCount {
                guard let other = matrix.neighbour(of: node, at: offset) else { continue }
                let value = random.uniform(from: -1, to: -0.1)
                matrix[entry, node] = value
                matrix[matrix.centre, node] -= dominance * value
                if storage == .symmetric { matrix[0, other] -= dominance * value }
            }
        }
        return matrix
    }

    static func vector(_ count: Int, seed: UInt64 = 7) -> Tensor<Double> { MatrixFixtures.random([count], seed: seed) }
}

extension StencilFixtures {
    /// Squares or cubes of `size` nodes with coefficient 1 or `jump` at random.
    static func blocks(_ shape: [Int], size: Int, jump: Double, seed: UInt64 = 3) -> (Int) -> Double {
        var random = RandomStream(seed: seed, name: "blocks")
        let counts = shape.map { ($0 + size - 1) / size }
        let values = (0..<counts.reduce(1, *)).map { _ in random.uniform(from: 0, to: 1) < 0.5 ? 1.0 : jump }
        return { node in
            var (rest, place, stride) = (node, 0, 1)
            for axis in shape.indices.reversed() {
                place += rest % shape[axis] / size * stride
                rest /= shape[axis]
                stride *= counts[axis]
            }
            return values[place]
        }
    }

    /// A disk of radius 0.45 with an eccentric hole, in a square of `side` nodes.
    static func ring(_ side: Int) -> (Int) -> Double {
        { node in
            let (x, y) = (Double(node / side) / Double(side) - 0.5, Double(node % side) / Double(side) - 0.47)
            return x * x + y * y < 0.2 && x * x + (y - 0.1) * (y - 0.1) > 0.02 ? 1 : 0
        }
    }

    /// Diffusion strong along one axis here and along the other there, by up to a factor of `ratio` squared; zero outside.
    static func changingAnisotropy(_ side: Int, ratio: Double) -> StencilMatrix {
        var matrix = StencilMatrix(shape: [side, side], storage: .symmetric)
        func coefficient(_ axis: Int, _ x: Double, _ y: Double) -> Double {
            let place = (x / Double(side), y / Double(side))
            return Double.pow(ratio, axis == 0 ? Double.sin(7 * place.0) * Double.cos(5 * place.1) : Double.cos(4 * place.0 + 3 * place.1))
        }
        for node in 0..<side * side {
            let index = (Double(node / side), Double(node % side))
            for axis in 0..<2 {
                let (low, high) = (0.5 * Double(1 - axis), 0.5 * Double(axis))
                let after = coefficient(axis, index.0 + low, index.1 + high)
                matrix[0, node] += after + coefficient(axis, index.0 - low, index.1 - high)
                let offset = axis == 0 ? [1, 0] : [0, 1]
                if matrix.neighbour(of: node, at: offset) != nil { matrix[matrix.entry(at: offset)!, node] = -after }
            }
        }
        return matrix
    }

    /// Diffusion plus a flow that turns round the middle of the square, upwind differences, zero values outside.
    static func convection(_ side: Int, peclet: Double) -> StencilMatrix {
        var matrix = StencilMatrix(shape: [side, side])
        for node in 0..<side * side {
            let (row, column) = (Double(node / side) / Double(side) - 0.5, Double(node % side) / Double(side) - 0.5)
            for (axis, speed) in [-column, row].enumerated() {
                for direction in [-1, 1] {
                    let offset = [0, 1].map { $0 == axis ? direction : 0 }
                    let value = 1 + peclet * max(0, -Double(direction) * speed)
                    matrix[2, node] += value
                    if matrix.neighbour(of: node, at: offset) != nil { matrix[matrix.entry(at: offset)!, node] = -value }
                }
            }
        }
        return matrix
    }
}
