import NumericsCore
import TimeIntegration

/// What one window has to do with a system of all of them.
struct WindowTables {
    /// Workspaces for several states at once.
    struct Buffers {
        /// [row][unknown], [row][jet, point], [row][component, point].
        var unknowns, jets, sides: Tensor<Double>
    }

    private let part: Range<Int>
    /// First point of the window among those of all windows.
    private let first: Int
    private let width: Int
    private let jetCount, componentCount: Int
    /// Jets of u at the points, [jet, point][unknown] and [jet, point][condition].
    private let jets, drivenJets: Tensor<Double>
    /// [unknown][component, point]
    private let projection: Tensor<Double>

    init(_ program: WindowProgram, _ layout: WindowLayout, _ basis: WindowBasis, window: Int) {
        part = basis.parts[window].unknowns
        width = layout.modes.rule.points.count
        first = window * width
        (jetCount, componentCount) = (program.jets.count, layout.componentCount)
        jets = Self.table(program.jets, layout, window, basis.parts[window].functions)
        drivenJets = Self.table(program.jets, layout, window, layout.rows(basis.lift, window: window))
        let plain = (0..<layout.componentCount).map { WindowProgram.Entry(component: $0, orders: [0]) }
        var test = Self.table(plain, layout, window, basis.parts[window].functions)
        for row in 0..<test.shape[0] {
            let weight = layout.modes.rule.weights[row % width] * layout.halfLength(window)
            for column in 0..<part.count { test[row, column] *= weight }
        }
        projection = LinearAlgebra.transpose(test)
    }

    func makeBuffers(rows: Int) -> Buffers {
        Buffers(
            unknowns: Tensor(shape: [rows, part.count], repeating: 0), jets: Tensor(shape: [rows, jets.shape[0]], repeating: 0),
            sides: Tensor(shape: [rows, componentCount * width], repeating: 0))
    }

    /// Derivatives of components at the points, [entry, point][column], from coefficients [component and mode][column].
    private static func table(
        _ entries: [WindowProgram.Entry], _ layout: WindowLayout, _ window: Int, _ coefficients: Tensor<Double>
    ) -> Tensor<Double> {
        let (modes, columns, width) = (layout.modes.count, coefficients.shape[1], layout.modes.rule.points.count)
        guard columns > 0 else { return Tensor(shape: [entries.count * width, 0], repeating: 0) }
        let elements = entries.flatMap { entry -> [Double] in
            let own = Tensor(shape: [modes, columns], elements: (0..<modes).flatMap { mode in
                (0..<columns).map { coefficients[entry.component * modes + mode, $0] }
            })
            let order = entry.orders[0]
            let scale = layout.scale(window, order: order)
            return LinearAlgebra.multiply(layout.modes.tables[order], own).elements.map { scale * $0 }
        }
        return Tensor(shape: [entries.count * width, columns], elements: elements)
    }

    /// Jets of states [row][unknown of all windows].
    func setJets(of states: Tensor<Double>, order: Int, _ buffers: inout Buffers) {
        let (count, first) = (part.count, part.lowerBound)
        states.withUnsafeBufferPointer { source in
            buffers.unknowns.withUnsafeMutableBufferPointer { target in
                for row in 0..<target.count / max(count, 1) {
                    for index in 0..<count { target[row * count + index] = source[row * order + first + index] }
                }
            }
        }
        LinearAlgebra.multiply(buffers.unknowns, jets, transposeB: true, into: &buffers.jets)
    }

    /// Writes the jets of a row, with what the data of conditions add, to the places of this window.
    func putJets(_ buffers: Buffers, row: Int, data: Tensor<Double>?, pointCount: Int, into values: inout Tensor<Double>) {
        let (jetCount, width, first) = (jetCount, width, first)
        let added = data.map { LinearAlgebra.multiply(drivenJets, $0) }
        values.withUnsafeMutableBufferPointer { target in
            buffers.jets.withUnsafeBufferPointer { source in
                for jet in 0..<jetCount {
                    let (from, to) = ((row * jetCount + jet) * width, jet * pointCount + first)
                    for point in 0..<width { target[to + point] = source[from + point] }
                }
            }
            added?.withUnsafeBufferPointer { source in
                for jet in 0..<jetCount {
                    for point in 0..<width { target[jet * pointCount + first + point] += source[jet * width + point] }
                }
            }
        }
    }

    /// Takes the right sides at the points of this window for a row.
    func takeSides(_ outputs: Tensor<Double>, pointCount: Int, row: Int, _ buffers: inout Buffers) {
        let (componentCount, width, first) = (componentCount, width, first)
        outputs.withUnsafeBufferPointer { source in
            buffers.sides.withUnsafeMutableBufferPointer { target in
                for component in 0..<componentCount {
                    let (from, to) = (component * pointCount + first, (row * componentCount + component) * width)
                    for point in 0..<width { target[to + point] = source[from + point] }
                }
            }
        }
    }

    /// Adds what this window has of the rates [row][unknown of all windows].
    func addRates(to rates: inout Tensor<Double>, order: Int, _ buffers: inout Buffers) {
        LinearAlgebra.multiply(buffers.sides, projection, transposeB: true, into: &buffers.unknowns)
        let (count, first) = (part.count, part.lowerBound)
        buffers.unknowns.withUnsafeBufferPointer { source in
            rates.withUnsafeMutableBufferPointer { target in
                for row in 0..<source.count / max(count, 1) {
                    for index in 0..<count { target[row * order + first + index] += source[row * count + index] }
                }
            }
        }
    }

    /// Adds Bᵀ Vᵀ W dF/dq of this window: slopes by jets times the jets' tables.
    func addJacobian(
        _ places: [(component: Int, jet: Int)], _ slopes: Tensor<Double>, pointCount: Int, to jacobian: inout SystemMatrix
    ) {
        let count = part.count
        var weighted = Tensor(shape: [componentCount * width, count], repeating: 0.0)
        weighted.withUnsafeMutableBufferPointer { target in
            jets.withUnsafeBufferPointer { table in
                slopes.withUnsafeBufferPointer { slope in
                    for (index, place) in places.enumerated() {
                        for point in 0..<width {
                            let factor = slope[index * pointCount + first + point]
                            if factor == 0 { continue }
                            let (to, from) = ((place.component * width + point) * count, (place.jet * width + point) * count)
                            for column in 0..<count { target[to + column] += factor * table[from + column] }
                        }
                    }
                }
            }
        }
        let block = LinearAlgebra.multiply(projection, weighted)
        if jacobian.banded != nil {
            jacobian.banded!.add(block, at: part.lowerBound)
        } else {
            jacobian.dense!.add(block, at: part.lowerBound)
        }
    }
}

extension BandedMatrix {
    /// Adds a square block on the diagonal from a row on; precondition: it fits into the band.
    fileprivate mutating func add(_ block: Tensor<Double>, at first: Int) {
        let (count, upper, height) = (block.shape[0], upper, lower + upper + 1)
        withUnsafeMutableEntries { target in
            block.withUnsafeBufferPointer { source in
                for row in 0..<count {
                    for column in 0..<count {
                        target[(first + column) * height + upper + row - column] += source[row * count + column]
                    }
                }
            }
        }
    }
}

extension Tensor where Element == Double {
    /// Adds a square block on the diagonal from a row on.
    fileprivate mutating func add(_ block: Tensor<Double>, at first: Int) {
        let (count, width) = (block.shape[0], shape[1])
        withUnsafeMutableBufferPointer { target in
            block.withUnsafeBufferPointer { source in
                for row in 0..<count {
                    for column in 0..<count { target[(first + row) * width + first + column] += source[row * count + column] }
                }
            }
        }
    }
}
