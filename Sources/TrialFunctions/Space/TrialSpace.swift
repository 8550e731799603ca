import Expressions
import Fields
import NumericsCore
import Problems

/// The functions among which a solution is sought: components of the unknowns made from the outputs of one trial function,
/// with conditions met by construction and symmetries built in.
///
/// Component c is offset_c + factor_c · N_c, where N_c is the mean of output c over all images of the point under the
/// symmetries, with the sign that the component takes.
public struct TrialSpace: Sendable {
    /// One output a component.
    public let function: any TrialFunction
    public let forms: [ComponentForm]
    /// The forms before factors of `mirrored` came to them.
    public let conditionForms: [ComponentForm]
    public let problem: Problem
    /// The group of symmetries, the identity first.
    public let images: [Reflection]
    /// Symmetries along periodic coordinates that the function has by its inputs.
    public let mirrored: [Reflection]

    /// - Parameters:
    ///   - symmetries: generators of the group.
    ///   - mirrored: reflections under which all outputs of the function stay as they are; odd components get the factor
    ///     sin ω(x - middle), by which a smooth odd periodic function can be divided.
    public init(
        _ function: any TrialFunction, forms: [ComponentForm], symmetries: [Reflection] = [], mirrored: [Reflection] = [], problem: Problem
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
        self.problem = problem
        images = Reflection.group(symmetries)
    }

    /// The first odd wave about the middle of a periodic coordinate.
    private static func wave(_ range: Coordinate, _ index: Int) -> Expression {
        let middle = 0.5 * (range.lower + range.upper)
        return .call(.sin, [.constant(2 * Double.pi / range.length) * (.coordinate(index) - .constant(middle))])
    }

    /// The images of points, each [coordinate][point].
    func images(of points: Tensor<Double>) -> [Tensor<Double>] {
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
    func signs(_ layout: JetLayout) -> [[Double]] {
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
