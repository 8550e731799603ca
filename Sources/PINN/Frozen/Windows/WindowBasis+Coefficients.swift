import NumericsCore
import TimeIntegration

extension WindowLayout {
    /// Places of a window's coefficients, component by component, among those of all windows.
    private func places(_ window: Int) -> [Int] {
        (0..<componentCount).flatMap { component in (0..<modes.count).map { start(component, window) + $0 } }
    }

    /// The rows of a window, [component and mode][column].
    func rows(_ matrix: Tensor<Double>, window: Int) -> Tensor<Double> {
        let columns = matrix.shape[1]
        let places = places(window)
        return Tensor(shape: [places.count, columns], elements: places.flatMap { row in (0..<columns).map { matrix[row, $0] } })
    }

    /// Scalar products of coefficients with all functions.
    func restricted(_ coefficients: Tensor<Double>, _ parts: [WindowBasis.Part], count: Int) -> Tensor<Double> {
        var result = Tensor(shape: [count], repeating: 0.0)
        for (window, part) in parts.enumerated() {
            let own = LinearAlgebra.multiply(part.functions, Tensor(places(window).map { coefficients[$0] }), transposeA: true)
            for (index, unknown) in part.unknowns.enumerated() { result[unknown] += own[index] }
        }
        return result
    }

    /// Coefficients of a combination of all functions.
    func combined(_ unknowns: Tensor<Double>, _ parts: [WindowBasis.Part]) -> Tensor<Double> {
        var result = Tensor(shape: [count], repeating: 0.0)
        for (window, part) in parts.enumerated() {
            let own = LinearAlgebra.multiply(part.functions, Tensor(part.unknowns.map { unknowns[$0] }))
            for (index, place) in places(window).enumerated() { result[place] = own[index] }
        }
        return result
    }

    /// The smallest functions in the windows at the ends that meet the conditions with data, [coefficient][condition].
    func lift(_ ends: [WindowEnds], _ conditions: [FrozenEquations.SideCondition], _ driven: [Int]) -> Tensor<Double> {
        var result = Tensor(shape: [count, driven.count], repeating: 0.0)
        for (column, condition) in driven.enumerated() {
            let isUpper = conditions[condition].isUpper
            let window = isUpper ? windowCount - 1 : 0
            let own = conditions[..<condition].count { $0.isUpper == isUpper }
            for (row, place) in places(window).enumerated() { result[place, column] = ends[window].data[row, own] }
        }
        return result
    }
}

extension WindowBasis {
    /// Coefficients of a combination of the functions.
    func combined(_ unknowns: Tensor<Double>) -> Tensor<Double> { layout.combined(unknowns, parts) }

    /// Solves with the scalar products of the functions.
    func solved(_ right: Tensor<Double>) -> Tensor<Double> {
        guard let banded = mass.banded else { return right }
        var result = right
        // Products of linearly independent functions: positive definite.
        if let factors = try? BandedLU(banded) { try? factors.solve(&result) }
        return result
    }

    /// The combination nearest to coefficients.
    func unknowns(_ coefficients: Tensor<Double>) -> Tensor<Double> { solved(layout.restricted(coefficients, parts, count: count)) }
}
