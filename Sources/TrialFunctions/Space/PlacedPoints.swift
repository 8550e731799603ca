import Expressions
import NumericsCore
import Problems

/// A trial space at a fixed set of points: what of its jets does not depend on the parameters.
public struct PlacedPoints: Sendable {
    /// Number of points.
    public let count: Int
    /// Images of the points under the symmetries, each [coordinate][point].
    let images: [Tensor<Double>]
    /// Jets of the factors, [chunk][component][channel][capacity]; nil in a plain space.
    let factors: Tensor<Double>?
    /// Jets of the offsets, the same shape.
    let offsets: Tensor<Double>?
    /// Jets of singular functions, means over the images, [chunk][component][function][channel][capacity]; nil without any.
    let singular: Tensor<Double>?

    /// - Parameters:
    ///   - points: [coordinate][point].
    ///   - capacity: points of a chunk; chunks start at multiples of it.
    public init(_ space: TrialSpace, points: Tensor<Double>, layout: JetLayout, capacity: Int) {
        count = points.shape.count == 2 ? points.shape[1] : 0
        images = space.images(of: points, under: space.images)
        if space.forms.allSatisfy(\.isPlain) {
            factors = nil
            offsets = nil
        } else {
            factors = Self.jets(space.forms.map(\.factor), points, layout, capacity, space.problem)
            offsets = Self.jets(space.forms.map(\.offset), points, layout, capacity, space.problem)
        }
        singular = points.count == 0 || space.enrichment.count == 0 ? nil : Self.singularJets(space, points, layout, capacity)
    }

    /// Numbers of the groups of parameters, ascending, that the components depend on at the points `range`.
    public func groups(_ space: TrialSpace, range: Range<Int>) -> [Int] {
        let own = Set(images.flatMap { space.function.groups(at: $0, range: range) }).sorted()
        return space.enrichment.count > 0 ? own + [space.function.parameterGroups.count] : own
    }

    /// All channels of formulas at the points, [chunk][formula][channel][capacity].
    private static func jets(
        _ formulas: [Expression], _ points: Tensor<Double>, _ layout: JetLayout, _ capacity: Int, _ problem: Problem
    ) -> Tensor<Double> {
        var program = JetProgram(formulas, layout: layout, capacity: capacity, problem: problem)
        let count = points.shape[1]
        let chunks = (count + capacity - 1) / capacity
        var result: [Double] = []
        result.reserveCapacity(chunks * formulas.count * layout.count * capacity)
        for chunk in 0..<chunks { result += program.values(at: points, from: chunk * capacity).elements }
        return Tensor(shape: [chunks, formulas.count, layout.count, capacity], elements: result)
    }

    /// Means over the images; the images of the points are all there is to a symmetry that the functions themselves need not have.
    private static func singularJets(
        _ space: TrialSpace, _ places: Tensor<Double>, _ layout: JetLayout, _ capacity: Int
    ) -> Tensor<Double> {
        let formulas = space.enrichment.functions.flatMap { $0 }, count = space.enrichment.count
        let signs = space.signs(layout, under: space.singularImages), images = space.images(of: places, under: space.singularImages)
        var total = Tensor<Double>(shape: [0], repeating: 0)
        for (image, points) in images.enumerated() {
            let safe = SingularPlaces(formulas, layout: layout, problem: space.problem).moved(points)
            let own = jets(formulas, safe, layout, capacity, space.problem)
            // Signs are those of components and channels; all functions of a component have the same.
            let scales = (0..<space.forms.count).flatMap { component in
                (0..<count).flatMap { _ in signs[image][component * layout.count..<(component + 1) * layout.count] }
            }
            if image == 0 { total = Tensor(shape: own.shape, repeating: 0) }
            own.addRows(to: &total, scales: scales, rowLength: capacity, overwriting: image == 0)
        }
        return total
    }
}

extension Expression {
    /// The partial derivative by coordinates.
    package func derivative(_ index: MultiIndex) -> Expression {
        index.orders.enumerated().reduce(self) { expression, axis in
            (0..<axis.element).reduce(expression) { inner, _ in inner.derivative(by: .coordinate(axis.offset)) }
        }
    }
}
