import COpenBLAS

extension GMRES {
    // `vector` holds the residual, of the given norm.
    mutating func beginCycle(norm: Double) {
        position = 0
        leastSquaresRight[0] = norm
        LinearAlgebra.scale(1 / norm, &vector)
        store(vector, in: &basis, row: 0)
    }

    // vector = A M⁻¹ v of the last basis vector.
    mutating func expand() {
        load(basis, row: position, into: &vector)
        preconditioner.apply(vector, into: &image)
        if isFlexible { store(image, in: &preconditioned, row: position) }
        linearOperator.apply(image, into: &vector)
    }

    // Removes the parts along the basis, twice; fills the new column and returns the norm left.
    mutating func orthogonalize() -> Double {
        let (count, size, column) = (position + 1, vector.count, position * (restart + 1))
        let whole = LinearAlgebra.norm(vector)
        for pass in 0..<2 {
            basis.withUnsafeBufferPointer { rows in
                vector.withUnsafeMutableBufferPointer { target in
                    projection.withUnsafeMutableBufferPointer { parts in
                        cblas_dgemv(
                            CblasRowMajor, CblasNoTrans, Int32(count), Int32(size), 1, rows.baseAddress, Int32(size),
                            target.baseAddress, 1, 0, parts.baseAddress, 1)
                        cblas_dgemv(
                            CblasRowMajor, CblasTrans, Int32(count), Int32(size), -1, rows.baseAddress, Int32(size),
                            parts.baseAddress, 1, 1, target.baseAddress, 1)
                    }
                }
            }
            for row in 0..<count { triangle[column + row] = projection[row] + (pass == 0 ? 0 : triangle[column + row]) }
        }
        let rest = LinearAlgebra.norm(vector)
        // What is left after two projections is rounding alone: the space is exhausted.
        guard rest > Double(count) * Double.ulpOfOne * whole else { return whole.isFinite ? 0 : .nan }
        LinearAlgebra.scale(1 / rest, &vector)
        store(vector, in: &basis, row: count)
        return rest
    }

    // Applies the old rotations to the new column, makes the next one; returns the size of the pivot.
    mutating func rotate(_ remainder: Double) -> Double {
        let column = position * (restart + 1)
        for row in 0..<position {
            let (cosine, sine) = rotations[row]
            let (upper, lower) = (triangle[column + row], triangle[column + row + 1])
            triangle[column + row] = cosine * upper + sine * lower
            triangle[column + row + 1] = cosine * lower - sine * upper
        }
        let diagonal = triangle[column + position]
        let length = (diagonal * diagonal + remainder * remainder).squareRoot()
        guard length > 0 else { return 0 }
        rotations[position] = (diagonal / length, remainder / length)
        triangle[column + position] = length
        leastSquaresRight[position + 1] = -(remainder / length) * leastSquaresRight[position]
        leastSquaresRight[position] *= diagonal / length
        return length
    }

    // Ends a cycle with the true residual, which alone may end the iteration.
    mutating func endCycle() {
        let before = leastSquaresRight[position]
        addCorrection()
        linearOperator.apply(solution, into: &vector)
        vector.subtract(from: right)
        let norm = LinearAlgebra.norm(vector)
        history[history.count - 1] = norm
        if norm <= threshold { return status = .converged }
        // The cycle promised convergence and the true residual denies it: rounding, which restarts cure only so often.
        if abs(before) <= threshold { failedCycles += 1 }
        guard norm.isFinite, norm > 0, failedCycles <= 10 else { return status = .breakdown }
        beginCycle(norm: norm)
    }

    mutating func finish(_ reason: KrylovStatus) {
        addCorrection()
        status = reason
    }

    // x += M⁻¹ V y with the y that minimises the residual over the basis so far.
    private mutating func addCorrection() {
        guard position > 0 else { return }
        for row in (0..<position).reversed() {
            var sum = leastSquaresRight[row]
            for column in (row + 1)..<max(position, row + 1) {
                sum -= triangle[column * (restart + 1) + row] * projection[column]
            }
            projection[row] = sum / triangle[row * (restart + 1) + row]
        }
        correction.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        let size = correction.count
        (isFlexible ? preconditioned : basis).withUnsafeBufferPointer { rows in
            correction.withUnsafeMutableBufferPointer { target in
                projection.withUnsafeBufferPointer { weights in
                    cblas_dgemv(
                        CblasRowMajor, CblasTrans, Int32(position), Int32(size), 1, rows.baseAddress, Int32(size),
                        weights.baseAddress, 1, 0, target.baseAddress, 1)
                }
            }
        }
        if isFlexible {
            LinearAlgebra.addScaled(1, correction, to: &solution)
        } else {
            preconditioner.apply(correction, into: &image)
            LinearAlgebra.addScaled(1, image, to: &solution)
        }
        position = 0
    }

    private func store(_ source: Tensor<Double>, in rows: inout Tensor<Double>, row: Int) {
        let size = source.count
        source.withUnsafeBufferPointer { from in
            rows.withUnsafeMutableBufferPointer { to in
                guard let start = to.baseAddress, let values = from.baseAddress else { return }
                (start + row * size).update(from: values, count: size)
            }
        }
    }

    private func load(_ rows: Tensor<Double>, row: Int, into target: inout Tensor<Double>) {
        let size = target.count
        rows.withUnsafeBufferPointer { from in
            target.withUnsafeMutableBufferPointer { to in
                guard let start = from.baseAddress, let values = to.baseAddress else { return }
                values.update(from: start + row * size, count: size)
            }
        }
    }
}
