import NumericsCore

extension TensorSystem {
    /// Coefficients of all functions, [component][coefficient of the first axis][of the second]…, for unknowns at an instant, or their rates of
    /// change for rates of the unknowns.
    func coefficients(_ unknowns: Tensor<Double>, time: Double, _ equations: FrozenEquations, isRate: Bool = false) -> [Tensor<Double>] {
        var buffers = AxisProducts.Buffers()
        return (0..<starts.count - 1).map { component in
            var result = increments(unknowns, component, buffers: &buffers)
            let lift = TensorLift(equations, axes, component: component, isRate: isRate)
            guard !lift.isEmpty else { return result }
            lift.setTime(time)
            lift.add(lift.products(axes, orders: nil), to: &result, at: 0, buffers: &buffers)
            return result
        }
    }

    /// The same of differences of unknowns, which meet homogeneous conditions.
    func increments(_ unknowns: Tensor<Double>) -> [Tensor<Double>] {
        var buffers = AxisProducts.Buffers()
        return (0..<starts.count - 1).map { increments(unknowns, $0, buffers: &buffers) }
    }

    private func increments(_ unknowns: Tensor<Double>, _ component: Int, buffers: inout AxisProducts.Buffers) -> Tensor<Double> {
        let own = Tensor(unknowns.elements[starts[component]..<starts[component + 1]])
        let products = AxisProducts(matrices: axes.map { $0.fromUnknowns(component, order: nil) })
        return products.apply(own, buffers: &buffers).reshaped(axes.map(\.layout.count))
    }

    /// The unknowns nearest to coefficients.
    func unknowns(_ coefficients: [Tensor<Double>]) -> Tensor<Double> {
        var buffers = AxisProducts.Buffers()
        return Tensor(coefficients.enumerated().flatMap { component, own in
            let products = AxisProducts(matrices: axes.map { LinearAlgebra.transpose($0.constraints[component].free) })
            return products.apply(own, buffers: &buffers).elements
        })
    }

    /// Coefficients of values at the points, [component][point].
    static func projected(_ values: [[Double]], _ axes: [TensorAxis]) -> [Tensor<Double>] {
        var buffers = AxisProducts.Buffers()
        let products = AxisProducts(matrices: axes.map(\.projection))
        return values.map { products.apply(Tensor($0), buffers: &buffers).reshaped(axes.map(\.layout.count)) }
    }

    /// Coefficients in other windows, or with more functions in each, from those in these.
    static func transferred(_ coefficients: [Tensor<Double>], from old: [TensorAxis], to new: [TensorAxis]) -> [Tensor<Double>] {
        var buffers = AxisProducts.Buffers()
        let products = AxisProducts(matrices: zip(old, new).map { old, new in
            LinearAlgebra.multiply(new.projection, old.layout.table(at: new.layout.points, order: 0))
        })
        return coefficients.map { products.apply($0, buffers: &buffers).reshaped(new.map(\.layout.count)) }
    }

    /// The rate of change of the coefficients.
    func coefficientRates(_ state: Tensor<Double>, time: Double, _ equations: FrozenEquations) -> [Tensor<Double>] {
        var rates = Tensor(shape: [1, order], repeating: 0.0)
        evaluate(times: [time], states: state.reshaped([1, order]), values: &rates)
        return coefficients(rates.reshaped([order]), time: time, equations, isRate: true)
    }
}
