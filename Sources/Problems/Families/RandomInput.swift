import Expressions
import NumericsCore

/// The law of a random input field of a family, as a problem file gives it.
///
/// A field is a sum of products of functions of one coordinate each, with random coefficients, or a random box; then a mean is
/// added and a formula applied. The same draw can therefore be evaluated on any grid.
public struct RandomInput: Sendable {
    public var law: Law
    /// Added to the field before the transform; a formula of the space coordinates.
    public var mean: Expression?
    /// Formula of the field, which stands in it as `.input(index, .none)` with the index of the input, and of the space
    /// coordinates.
    public var transform: Expression?

    /// How a sample is drawn.
    public enum Law: Sendable {
        case spectral(SpectralLaw)
        case kernel(KernelLaw)
        case series(SeriesLaw)
        case box(BoxLaw)
    }

    public init(law: Law, mean: Expression? = nil, transform: Expression? = nil) {
        self.law = law
        self.mean = mean
        self.transform = transform
    }
}

/// A Gaussian random field by its covariance operator: g = sum of sqrt(lambda_k) xi_k phi_k with xi_k ~ N(0, 1) and phi_k the
/// orthonormal eigenfunctions of the Laplacian on the box, lambda_k the symbol at lap = -|k|².
public struct SpectralLaw: Sendable {
    /// Formula in `lap`, which stands in it as `SpectralLaw.laplacian`.
    public var covariance: Expression
    /// Behaviour at the ends of each space coordinate.
    public var boundaries: [Boundary]
    /// Whether the constant function takes part.
    public var keepsConstant: Bool
    /// Largest wavenumber along each space coordinate.
    public var wavenumbers: [Int]

    /// Which eigenfunctions of the Laplacian a field is made of: by what holds at the ends of the axes.
    public enum Boundary: String, Sendable, CaseIterable {
        case periodic, neumann, dirichlet
    }

    /// The stand-in for the Laplacian.
    public static let laplacian = Symbol.bound(0)

    public init(covariance: Expression, boundaries: [Boundary], keepsConstant: Bool, wavenumbers: [Int]) {
        self.covariance = covariance
        self.boundaries = boundaries
        self.keepsConstant = keepsConstant
        self.wavenumbers = wavenumbers
    }

    /// The eigenvalue of the covariance operator for a wave vector of this squared length.
    public func eigenvalue(_ square: Double) -> Double? {
        covariance.value { $0 == Self.laplacian ? -square : nil }
    }
}

/// A Gaussian random field by a stationary covariance function of the distance d, drawn by Cholesky factorisation on equally
/// spaced nodes of its own and interpolated between them by local polynomials of degree seven.
///
/// Along periodic coordinates the distance is that of the chord, which keeps the covariance positive.
public struct KernelLaw: Sendable {
    public var function: Function
    /// The length l.
    public var length: Double
    public var variance: Double
    /// Nodes along each space coordinate.
    public var nodes: [Int]

    /// With r = d / l: exp(-r²/2); Matérn functions of order 1/2, 3/2 and 5/2, exp(-r), (1 + s) exp(-s) with s = sqrt(3) r, and
    /// (1 + s + s²/3) exp(-s) with s = sqrt(5) r (Rasmussen and Williams 2006, equations 4.9 and 4.17).
    public enum Function: String, Sendable, CaseIterable {
        case rbf, matern12, matern32, matern52
    }

    public init(function: Function, length: Double, variance: Double, nodes: [Int]) {
        self.function = function
        self.length = length
        self.variance = variance
        self.nodes = nodes
    }

    /// Nodes along each coordinate where the file names none, by dimension: what a factorisation takes in a second or two.
    public static let defaultNodes = [513, 49, 13]
}

/// A sum of products of polynomials or trigonometric functions with independent, uniformly distributed coefficients.
public struct SeriesLaw: Sendable {
    public var functions: Functions
    /// Largest total degree.
    public var degree: Int
    /// Range of the coefficients.
    public var range: ClosedRange<Double>

    /// Polynomials are those of the coordinate mapped to [-1, 1]; the trigonometric functions are 1, cos, sin, cos 2, …, of
    /// 2 pi (x - lower) / length.
    public enum Functions: String, Sendable, CaseIterable {
        case polynomial, chebyshev, legendre, fourier
    }

    public init(functions: Functions, degree: Int, range: ClosedRange<Double>) {
        self.functions = functions
        self.degree = degree
        self.range = range
    }
}

/// A random height inside a random box and zero outside; boxes continue through the ends of periodic coordinates.
public struct BoxLaw: Sendable {
    /// Ranges by space coordinate.
    public var centre, width: [ClosedRange<Double>]
    public var height: ClosedRange<Double>

    public init(centre: [ClosedRange<Double>], width: [ClosedRange<Double>], height: ClosedRange<Double>) {
        self.centre = centre
        self.width = width
        self.height = height
    }
}
