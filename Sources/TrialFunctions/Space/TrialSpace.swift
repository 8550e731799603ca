import Expressions
import Fields
import NumericsCore
import Problems

/// The functions among which a solution is sought: components of the unknowns made from the outputs of one trial function,
/// with conditions met by construction and symmetries built in.
///
/// Component c is offset_c + factor_c · N_c + Σ_j b_cj G_cj, where N_c is the mean of output c over all images of the point under the
/// symmetries, with the sign that the component takes, and G_cj that of singular functions. Parameters are those of the trial function,
/// then b, [component][function].
public struct TrialSpace: Sendable {
    /// One output a component.
    public let function: any TrialFunction
    public private(set) var forms: [ComponentForm]
    /// The forms before factors of `mirrored` came to them.
    public private(set) var conditionForms: [ComponentForm]
    public let problem: Problem
    /// Singular functions beside the trial function.
    public let enrichment: Enrichment
    /// The group of symmetries, the identity first.
    public let images: [Reflection]
    /// Symmetries along periodic coordinates that the function has by its inputs.
    public let mirrored: [Reflection]

    /// Symmetries that the means over images have, as they were given.
    public let generators: [Reflection]
    /// Images over which singular functions are averaged: those under all symmetries.
    let singularImages: [Reflection]

    /// - Parameters:
    ///   - symmetries: generators of the group.
    ///   - mirrored: reflections under which all outputs of the function stay as they are; odd components get the factor
    ///     sin ω(x - middle), by which a smooth odd periodic function can be divided.
    ///   - averagesMirrored: for functions that do not stay as they are: means over the images make them.
    public init(
        _ function: any TrialFunction, forms: [ComponentForm], enrichment: Enrichment? = nil, symmetries: [Reflection] = [],
        mirrored: [Reflection] = [], averagesMirrored: Bool = false, problem: Problem
    ) {
        precondition(function.outputCount == forms.count, "as many outputs as components")
        precondition(function.coordinateCount == problem.coordinates.count, "as many inputs as coordinates")
        self.function = function
        conditionForms = forms
        self.forms = forms.enumerated().map { component, form in
            var form = form
            for reflection in mirrored where reflection.oddComponents.contains(component) {
                for coordinate in reflection.coordinates { form.factor = form.factor * Self.wave(problem.coordinates[coordinate], coordinate) }
            }
            return form
        }
        self.mirrored = mirrored
        self.enrichment = enrichment ?? .none(components: forms.count)
        generators = symmetries
        singularImages = Reflection.group(symmetries + mirrored)
        self.problem = problem
        let evened = averagesMirrored ? mirrored.map { Reflection(coordinates: $0.coordinates) } : []
        images = Reflection.group(symmetries + evened)
    }

    /// The first odd wave about the middle of a periodic coordinate.
    private static func wave(_ range: Coordinate, _ index: Int) -> Expression {
        let middle = 0.5 * (range.lower + range.upper)
        return .call(.sin, [.constant(2 * Double.pi / range.length) * (.coordinate(index) - .constant(middle))])
    }

    /// Number of parameters, coefficients of singular functions included.
    public var parameterCount: Int { function.parameterCount + enrichment.parameterCount }

    /// Consecutive ranges of the parameters: the groups of the trial function, then the coefficients of singular functions if there are any.
    public var parameterGroups: [Range<Int>] {
        let own = function.parameterGroups
        return enrichment.count > 0 ? own + [function.parameterCount..<parameterCount] : own
    }

    /// Consecutive parameters in which the components are affine while the others are held: an output layer and the coefficients behind it.
    public var linearParameters: Range<Int> {
        let own = function.linearParameters
        return own.isEmpty || own.upperBound < function.parameterCount ? own : own.lowerBound..<parameterCount
    }

    /// A start for the parameters, [parameter]: singular functions have no part in it.
    public func initialParameters(from stream: inout RandomStream) -> Tensor<Double> {
        let own = function.initialParameters(from: &stream)
        return Tensor(own.elements + Array(repeating: 0, count: enrichment.parameterCount))
    }

    /// Coefficients of the singular functions, [component][function].
    public func coefficients(_ parameters: Tensor<Double>) -> [[Double]] {
        let (first, count) = (function.parameterCount, enrichment.count)
        return enrichment.functions.indices.map { component in (0..<count).map { parameters[first + component * count + $0] } }
    }

    /// The space with every output in units of a size, [component].
    public func scaled(by sizes: [Double]) -> TrialSpace {
        var space = self
        space.forms = zip(forms, sizes).map { $0.scaled(by: $1) }
        space.conditionForms = zip(conditionForms, sizes).map { $0.scaled(by: $1) }
        return space
    }

    /// The images of points, each [coordinate][point].
    func images(of points: Tensor<Double>, under images: [Reflection]) -> [Tensor<Double>] {
        images.map { image in
            var moved = points
            for coordinate in image.coordinates {
                let range = problem.coordinates[coordinate]
                for point in 0..<points.shape[1] {
                    moved[coordinate, point] = range.lower + range.upper - points[coordinate, point]
                }
            }
            return moved
        }
    }

    /// The factor with which a channel of an output at an image enters the mean, [image][component, channel].
    func signs(_ layout: JetLayout, under images: [Reflection]) -> [[Double]] {
        images.map { image in
            forms.indices.flatMap { component in
                layout.channels.indices.map { channel in
                    let odd = image.oddComponents.contains(component) ? -1.0 : 1
                    let turns = layout.terms(of: channel)[0].derivative.orders.enumerated()
                        .reduce(0) { image.coordinates.contains($1.offset) ? $0 + $1.element : $0 }
                    return (turns % 2 == 0 ? odd : -odd) / Double(images.count)
                }
            }
        }
    }
}
