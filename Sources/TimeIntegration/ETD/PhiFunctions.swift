import NumericsCore

/// exp(z) and the functions phi_k(z) = (phi_{k-1}(z) - 1/(k-1)!)/z, phi_0 = exp, that exponential integrators are made of.
///
/// Near zero the quotients cancel (Kassam and Trefethen 2005, section 3); there phi_3 is summed as a Taylor series and the
/// others follow from it upwards, phi_{k-1} = z phi_k + 1/(k-1)!, which is stable for |z| <= 1.
public struct PhiFunctions: Sendable {
    public var exponential: Complex<Double>
    public var first: Complex<Double>
    public var second: Complex<Double>
    public var third: Complex<Double>

    public init(_ argument: Complex<Double>) {
        if argument.lengthSquared < 1 {
            third = Self.series(argument)
            second = third * argument + Complex(0.5, 0)
            first = second * argument + Complex(1, 0)
            exponential = first * argument + Complex(1, 0)
        } else {
            let magnitude = Double.exp(argument.real)
            // A real argument must give exactly real values, also where the exponential overflows.
            exponential =
                argument.imaginary == 0
                ? Complex(magnitude, 0)
                : Complex(magnitude * .cos(argument.imaginary), magnitude * .sin(argument.imaginary))
            first = Self.quotient(exponential - Complex(1, 0), argument)
            second = Self.quotient(first - Complex(1, 0), argument)
            third = Self.quotient(second - Complex(0.5, 0), argument)
        }
    }

    /// Reciprocals of 19!, 18! … 3!: with 17 terms the remainder at |z| = 1 is below 1/20! = 4e-19.
    static let descendingReciprocals: [Double] = {
        var factorial = 2.0
        let ascending = (3...19).map { order -> Double in factorial *= Double(order); return 1 / factorial }
        return ascending.reversed()
    }()

    private static func series(_ argument: Complex<Double>) -> Complex<Double> {
        descendingReciprocals.reduce(Complex(0, 0)) { $0 * argument + Complex($1, 0) }
    }

    private static func quotient(_ numerator: Complex<Double>, _ denominator: Complex<Double>) -> Complex<Double> {
        denominator.imaginary == 0
            ? Complex(numerator.real / denominator.real, numerator.imaginary / denominator.real) : numerator / denominator
    }
}

/// The same functions of a real argument, for the common case of real rates.
struct RealPhiFunctions {
    var exponential, first, second, third: Double

    init(_ argument: Double) {
        if abs(argument) < 1 {
            third = 0
            for reciprocal in PhiFunctions.descendingReciprocals { third = third * argument + reciprocal }
            second = third * argument + 0.5
            first = second * argument + 1
            exponential = first * argument + 1
        } else {
            exponential = .exp(argument)
            first = (exponential - 1) / argument
            second = (first - 1) / argument
            third = (second - 0.5) / argument
        }
    }
}
