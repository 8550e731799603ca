import CKernels

extension LatticeMultigrid {
    /// Takes over a right side, and values to start from, both over all points.
    ///
    /// `right` includes the data of fluxes (`LatticeOperator.addFlux`); what it holds at points of given value is not used.
    /// `values` hold the given values on walls and, elsewhere, the start of `cycle`. If the problem determines u up to a
    /// constant, the mean of the right side is removed; throws `incompatible` if it exceeds `compatibility` times the root
    /// mean square. Data sampled from a compatible problem miss zero by the error of the trapezoid rule: allow for that.
    public func load(
        right: Tensor<Double>, values: Tensor<Double>, compatibility: Double = 1e-10
    ) throws(MultigridError) {
        precondition(right.shape == linearOperator.shape && values.shape == linearOperator.shape, "shapes")
        let level = hierarchy.levels[0]
        load(right, block: level.allPoints, into: level.lattice.right)
        load(values, block: level.allPoints, into: level.lattice.values)
        if linearOperator.isSingular { try removeMean(compatibility) }
    }

    /// Copies the values out, over all points. If the problem determines u up to a constant, the mean is made zero first.
    public func store(into values: inout Tensor<Double>) {
        precondition(values.shape == linearOperator.shape, "shapes")
        let level = hierarchy.levels[0]
        if linearOperator.isSingular { shift(level.lattice.values, by: -mean(level.lattice.values)) }
        store(block: level.allPoints, into: &values)
    }

    /// The sizes of the residual, the unknowns and the right side.
    public func residual() -> LatticeResidual {
        let level = hierarchy.levels[0], variant = hierarchy.instructionSet.rawValue, hierarchy = hierarchy
        sums.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer.baseAddress!
            hierarchy.forEachPart(of: level.planes, points: level.points) { part, worker in
                var lattice = level.lattice
                ansatz_lattice_sums(variant, &lattice, part.lowerBound, part.upperBound, target, hierarchy.scratch(worker))
            }
        }
        func norm(_ part: Int) -> Double { stride(from: part, to: sums.count, by: 3).reduce(0) { $0 + sums[$1] }.squareRoot() }
        return LatticeResidual(residual: norm(0), values: norm(1), right: norm(2), operatorNorm: linearOperator.norm)
    }

    func load(_ source: Tensor<Double>, block: ansatz_block, into array: UnsafeMutablePointer<Double>) {
        let level = hierarchy.levels[0]
        source.withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let source = buffer.baseAddress!, array = array
            hierarchy.forEachPart(of: block.count.0, points: level.points) { part, _ in
                var (lattice, block) = (level.lattice, block)
                ansatz_lattice_load(&lattice, &block, source, array, 0, part.lowerBound, part.upperBound)
            }
        }
    }

    func store(block: ansatz_block, into target: inout Tensor<Double>) {
        let level = hierarchy.levels[0]
        target.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer.baseAddress!
            hierarchy.forEachPart(of: block.count.0, points: level.points) { part, _ in
                var (lattice, block) = (level.lattice, block)
                ansatz_lattice_store(&lattice, &block, lattice.values, target, part.lowerBound, part.upperBound)
            }
        }
    }

    /// Full weighting keeps the trapezoid mean and the direct solve leaves constants out, so zero mean here is zero mean on
    /// every level up to rounding.
    private func removeMean(_ compatibility: Double) throws(MultigridError) {
        let right = hierarchy.levels[0].lattice.right!
        let found = mean(right)
        let scale = residual().right / Double(hierarchy.levels[0].points).squareRoot()
        guard abs(found) <= compatibility * scale || scale == 0 else { throw .incompatible(mean: found, scale: scale) }
        shift(right, by: -found)
    }

    /// Mean by the trapezoid rule.
    private func mean(_ array: UnsafeMutablePointer<Double>) -> Double {
        let level = hierarchy.levels[0], hierarchy = hierarchy
        sums.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer.baseAddress!, array = array
            hierarchy.forEachPart(of: level.planes, points: level.points) { part, _ in
                var lattice = level.lattice
                ansatz_lattice_weighted_sums(&lattice, array, part.lowerBound, part.upperBound, target)
            }
        }
        return sums[..<level.planes].reduce(0, +) / linearOperator.axes.reduce(1) { $0 * Double($1.cells) }
    }

    private func shift(_ array: UnsafeMutablePointer<Double>, by shift: Double) {
        let level = hierarchy.levels[0]
        nonisolated(unsafe) let array = array
        hierarchy.forEachPart(of: level.planes, points: level.points) { part, _ in
            var lattice = level.lattice
            ansatz_lattice_shift(&lattice, array, shift, part.lowerBound, part.upperBound)
        }
    }
}
