/// A function of the problem language, for calls, messages and `list functions`.
public struct FunctionDescription: Hashable, Sendable {
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case derivatives, algebra, boundary, constraints, scalar
    }

    public var name: String
    /// The call as one writes it.
    public var usage: String
    /// One sentence.
    public var summary: String
    public var group: Group
    /// Numbers of arguments it takes.
    public var argumentCounts: Set<Int>

    init(_ usage: String, _ summary: String, _ group: Group, _ counts: Set<Int>) {
        name = String(usage.prefix { $0 != "(" })
        self.usage = usage
        self.summary = summary
        self.group = group
        argumentCounts = counts
    }

    /// The function with this name, if there is one.
    public static func named(_ name: String) -> FunctionDescription? {
        byName[name]
    }

    /// All functions, by group.
    public static let all: [FunctionDescription] = derivatives + algebra + places + scalars

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let derivatives: [FunctionDescription] = [
        .init("dt(f)", "derivative along t", .derivatives, [1]),
        .init("dx(f)", "derivative along x", .derivatives, [1]),
        .init("dy(f)", "derivative along y", .derivatives, [1]),
        .init("dz(f)", "derivative along z", .derivatives, [1]),
        .init("d(f, x, n)", "n-th derivative along a coordinate of any name; n may be left out", .derivatives, [2, 3]),
        .init("grad(f)", "gradient: of a scalar a vector, of a vector a tensor [component][axis]", .derivatives, [1]),
        .init("div(v)", "divergence: of a vector a scalar, of a tensor a vector (over its columns)", .derivatives, [1]),
        .init("curl(v)", "curl; in the plane of a vector a scalar, of a scalar the vector [f_y, -f_x]", .derivatives, [1]),
        .init("rot(v)", "the same as curl", .derivatives, [1]),
        .init("lap(f)", "Cartesian Laplacian in the space coordinates, component by component", .derivatives, [1]),
        .init("bilap(f)", "Laplacian of the Laplacian", .derivatives, [1]),
        .init("advect(v, w)", "(v . grad) w", .derivatives, [2]),
    ]

    private static let algebra: [FunctionDescription] = [
        .init("dot(a, b)", "inner product of vectors; matrix product where one is a tensor", .algebra, [2]),
        .init("cross(a, b)", "vector product; a scalar in the plane", .algebra, [2]),
        .init("sym(A)", "symmetric part of a square tensor", .algebra, [1]),
        .init("tr(A)", "trace of a square tensor", .algebra, [1]),
        .init("det(A)", "determinant of a tensor up to 3 x 3", .algebra, [1]),
        .init("norm(v)", "Euclidean length; Frobenius norm of a tensor", .algebra, [1]),
    ]

    private static let places: [FunctionDescription] = [
        .init("dn(u)", "derivative along the outward normal; on boundaries only", .boundary, [1]),
        .init("mean(f)", "mean over the domain in space", .constraints, [1]),
        .init(
            "integral(f)", "integral over the domain in space; integral(f, s, a, b) over s from a to b of a known f",
            .constraints, [1, 4]),
    ]

    private static let scalars: [FunctionDescription] = [
        .init("sin(x)", "sine", .scalar, [1]), .init("cos(x)", "cosine", .scalar, [1]), .init("tan(x)", "tangent", .scalar, [1]),
        .init("asin(x)", "inverse sine", .scalar, [1]), .init("acos(x)", "inverse cosine", .scalar, [1]),
        .init("atan(x)", "inverse tangent", .scalar, [1]),
        .init("atan2(y, x)", "polar angle in (-pi, pi]", .scalar, [2]),
        .init("angle(x, y)", "polar angle in [0, 2 pi)", .scalar, [2]),
        .init("sinh(x)", "hyperbolic sine", .scalar, [1]), .init("cosh(x)", "hyperbolic cosine", .scalar, [1]),
        .init("tanh(x)", "hyperbolic tangent", .scalar, [1]), .init("exp(x)", "exponential", .scalar, [1]),
        .init("log(x)", "natural logarithm", .scalar, [1]), .init("sqrt(x)", "square root", .scalar, [1]),
        .init("abs(x)", "magnitude", .scalar, [1]), .init("sign(x)", "-1, 0 or 1", .scalar, [1]),
        .init("min(a, b)", "smallest of two or more", .scalar, Set(2...20)),
        .init("max(a, b)", "largest of two or more", .scalar, Set(2...20)),
        .init("floor(x)", "largest whole number not above", .scalar, [1]), .init("erf(x)", "error function", .scalar, [1]),
        .init("step(x)", "1 where x >= 0, else 0", .scalar, [1]),
        .init("if(condition, a, b)", "a where the condition holds, else b", .scalar, [3]),
        .init("clamp(x, low, high)", "x held between two bounds", .scalar, [3]),
        .init("bump(x)", "smooth bump exp(1 - 1/(1 - x^2)) on (-1, 1), 0 outside", .scalar, [1]),
    ]

    /// `1 argument`, `2 or 3 arguments`, `2 or more arguments`.
    var expectedArguments: String {
        let counts = argumentCounts.sorted()
        if counts == [1] { return "1 argument" }
        if counts.count > 2 { return "\(counts[0]) or more arguments" }
        return counts.map(String.init).joined(separator: " or ") + " arguments"
    }
}
