import Expressions
import NumericsCore

extension StencilSystem {
    /// Whether the Jacobian and the mass are the same at every instant and state.
    public var hasConstantMatrix: Bool {
        let time = form.timeIndex
        let isConstant = form.terms.allSatisfy { !$0.coefficient.holds(time: time) && $0.flux.hasConstantRates(time: time) }
        return isConstant && form.remainder.hasConstantRates(time: time) && !(form.mass?.holds(time: time) ?? false)
            && sides.allSatisfy(\.hasConstantMatrix) && boundary?.hasConstantMatrix ?? true
    }

    /// The factor of u_t in each row of `evaluate`: that of the equation times the part of the dual cell inside the box; 0 where
    /// the value is given, and everywhere for steady problems.
    ///
    /// - Parameter mass: overwritten [node].
    public func evaluateMass(time: Double, into mass: inout Tensor<Double>, workspace: inout StencilWorkspace) {
        guard node.hasMass else { return mass.withUnsafeMutableBufferPointer { $0.update(repeating: 0) } }
        // The factor does not depend on the unknown, so any values do.
        let state = mass
        mass.withUnsafeMutableBufferPointer { mass in
            state.withUnsafeBufferPointer { state in
                var number = 0
                while number < lattice.lineCount {
                    let lines = number..<min(number + linesPerBatch, lattice.lineCount)
                    fillMass(lines, state, time, mass, &workspace)
                    number = lines.upperBound
                }
            }
        }
        for node in fixedNodes { mass[node] = 0 }
    }

    private func fillMass(
        _ lines: Range<Int>, _ state: UnsafeBufferPointer<Double>, _ time: Double, _ mass: UnsafeMutableBufferPointer<Double>,
        _ workspace: inout StencilWorkspace
    ) {
        gather(node.program, &workspace.node, lines: lines, face: nil, time: time, state: state, workspace: workspace)
        node.program.run(&workspace.node)
        let length = lattice.shape[lattice.dimension - 1]
        let start = node.massRow * linesPerBatch * length
        workspace.node.outputs.withUnsafeBufferPointer { outputs in
            for (position, number) in lines.enumerated() {
                let line = line(number)
                let whole = share(line, without: -1)
                for place in 0..<length {
                    let inside = boundary?.region.volumes[line.base + place] ?? 1
                    let volume = whole * lattice.share(lattice.dimension - 1, place) * inside
                    mass[line.base + place] = volume * outputs[start + position * length + place]
                }
            }
        }
    }
}

extension Expression {
    /// Whether the derivatives by the unknown and its slopes hold neither any of them nor time.
    func hasConstantRates(time: Int?) -> Bool {
        symbols.filter(\.isJet).allSatisfy { symbol in
            let rate = derivative(by: symbol)
            return !rate.contains(where: \.isJet) && !rate.holds(time: time)
        }
    }

    fileprivate func holds(time: Int?) -> Bool {
        time.map { index in contains { $0 == .coordinate(index) } } ?? false
    }
}
