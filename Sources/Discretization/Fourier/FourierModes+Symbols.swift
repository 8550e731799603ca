import NumericsCore

extension FourierModes {
    /// The symbol of a partial derivative, (i k_1)^a_1 (i k_2)^a_2 …, by stored mode.
    ///
    /// Along an axis with an odd order the Nyquist mode is zero: the derivative of its cosine vanishes at all grid points.
    /// - Parameter orders: order of differentiation along each axis; missing ones are 0.
    public func symbol(_ orders: [Int]) -> [Complex<Double>] {
        let factors = (0..<dimension).map { axis in
            axisSymbol(axis, order: axis < orders.count ? orders[axis] : 0)
        }
        return outer(Complex(1, 0), factors, *)
    }

    private func axisSymbol(_ axis: Int, order: Int) -> [Complex<Double>] {
        let nyquist = counts[axis] / 2
        return zip(integers(along: axis), wavenumbers(along: axis)).map { mode, wavenumber in
            if order % 2 == 1, abs(mode) == nyquist { return Complex(0, 0) }
            // Repeated products keep even orders exactly real, which a complex power would not.
            let magnitude = (0..<order).reduce(1.0) { product, _ in product * wavenumber }
            switch order % 4 {
            case 0: return Complex(magnitude, 0)
            case 1: return Complex(0, magnitude)
            case 2: return Complex(-magnitude, 0)
            default: return Complex(0, -magnitude)
            }
        }
    }
}
