/// One function of the problem language with its manual entry: what `list functions` and `explain` show.
public struct LanguageFunction: Sendable, Hashable {
    public let name: String
    /// How it is written.
    public let usage: String
    /// One sentence.
    public let meaning: String

    init(_ name: String, _ usage: String, _ meaning: String) {
        self.name = name
        self.usage = usage
        self.meaning = meaning
    }

    /// All functions, by group: derivatives, algebra, boundary, constraints, scalar.
    public static let all: [LanguageFunction] = derivatives + algebra + boundary + constraints + scalar

    private static let derivatives = [
        LanguageFunction("dt", "dt(f)", "Derivative in time."),
        LanguageFunction("dx", "dx(f)", "Derivative along x."),
        LanguageFunction("dy", "dy(f)", "Derivative along y."),
        LanguageFunction("dz", "dz(f)", "Derivative along z."),
        LanguageFunction("d", "d(f, s, n)", "Derivative of order n (1 if left out) along the coordinate s."),
        LanguageFunction("grad", "grad(f)", "Gradient: a vector from a scalar, a tensor from a vector."),
        LanguageFunction("div", "div(v)", "Divergence."),
        LanguageFunction("curl", "curl(v)", "Curl: a scalar in two dimensions, a vector in three."),
        LanguageFunction("rot", "rot(f)", "Rotated gradient of a scalar in two dimensions: [f_y, -f_x]."),
        LanguageFunction("lap", "lap(f)", "Laplacian, Cartesian in the declared space coordinates."),
        LanguageFunction("bilap", "bilap(f)", "Laplacian of the Laplacian."),
        LanguageFunction("advect", "advect(v, w)", "(v . grad) w."),
    ]

    private static let algebra = [
        LanguageFunction("dot", "dot(v, w)", "Scalar product."),
        LanguageFunction("cross", "cross(v, w)", "Vector product: a scalar in two dimensions."),
        LanguageFunction("sym", "sym(A)", "Symmetric part of a tensor."),
        LanguageFunction("tr", "tr(A)", "Trace."),
        LanguageFunction("det", "det(A)", "Determinant."),
        LanguageFunction("norm", "norm(v)", "Euclidean length; norm(v)^2 is dot(v, v)."),
    ]

    private static let boundary = [
        LanguageFunction("dn", "dn(u)", "Outward normal derivative; in conditions only."),
        LanguageFunction("normal", "normal", "Outward unit normal; in conditions only."),
        LanguageFunction("tangent", "tangent", "Unit tangent in two dimensions, the normal turned by +90 degrees; in conditions only."),
    ]

    private static let constraints = [
        LanguageFunction("mean", "mean(f)", "Mean over the domain."),
        LanguageFunction("integral", "integral(f), integral(f, s, from, to)", "Integral over the domain, or over a bound variable s."),
    ]

    private static let scalar = [
        LanguageFunction("sin", "sin(x)", "Sine."), LanguageFunction("cos", "cos(x)", "Cosine."),
        LanguageFunction("tan", "tan(x)", "Tangent."), LanguageFunction("asin", "asin(x)", "Inverse sine."),
        LanguageFunction("acos", "acos(x)", "Inverse cosine."), LanguageFunction("atan", "atan(x)", "Inverse tangent."),
        LanguageFunction("atan2", "atan2(y, x)", "Angle of the point (x, y) in (-pi, pi]; note the order of the arguments."),
        LanguageFunction("angle", "angle(x, y)", "Angle of the point (x, y) in [0, 2 pi): for re-entrant corners."),
        LanguageFunction("sinh", "sinh(x)", "Hyperbolic sine."), LanguageFunction("cosh", "cosh(x)", "Hyperbolic cosine."),
        LanguageFunction("tanh", "tanh(x)", "Hyperbolic tangent."), LanguageFunction("exp", "exp(x)", "Exponential."),
        LanguageFunction("log", "log(x)", "Natural logarithm."), LanguageFunction("sqrt", "sqrt(x)", "Square root."),
        LanguageFunction("abs", "abs(x)", "Absolute value."), LanguageFunction("sign", "sign(x)", "-1, 0 or 1."),
        LanguageFunction("min", "min(a, b, …)", "Smallest argument."), LanguageFunction("max", "max(a, b, …)", "Largest argument."),
        LanguageFunction("floor", "floor(x)", "Largest whole number not above x."),
        LanguageFunction("erf", "erf(x)", "Error function."),
        LanguageFunction("step", "step(x)", "0 for x < 0, else 1."),
        LanguageFunction("if", "if(condition, a, b)", "a where the condition holds, else b."),
        LanguageFunction("clamp", "clamp(x, low, high)", "x limited to [low, high]."),
        LanguageFunction("bump", "bump(r)", "exp(1 - 1/(1 - r^2)) for |r| < 1, else 0: smooth with compact support."),
    ]
}
