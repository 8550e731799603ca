import NumericsCore

/// Jets of the components of a trial space at a chunk of points, with the way back to the parameters.
///
/// Belongs to one thread at a time; allocates nothing after it is made.
public final class SpaceTape: @unchecked Sendable {
    public let capacity: Int
    /// [direction order][component][channel][point of the chunk] of the last `forward`.
    public private(set) var jets: Tensor<Double>

    private let layout: JetLayout
    private let componentCount: Int
    private let singularCount: Int
    /// Where coefficients of singular functions start among the parameters.
    private let firstCoefficient: Int
    private let tapes: [any JetTape]
    /// By image: of each component and channel, as rows.
    private let signs: [[Double]]
    private let product: LaneProduct
    /// Where the chunk's factors start.
    private var start = 0
    /// Where the chunk's singular functions start.
    private var singularStart: Int { start * singularCount }
    /// Jets of the means of outputs; cotangents on the way back.
    private var means: Tensor<Double>
    private var cotangents: Tensor<Double>

    /// - Parameter capacity: points of a chunk, a multiple of 8.
    public init(_ space: TrialSpace, layout: JetLayout, capacity: Int, directionOrder: Int = 0) {
        precondition(capacity % 8 == 0, "the capacity of a chunk is a multiple of 8")
        self.capacity = capacity
        self.layout = layout
        componentCount = space.forms.count
        singularCount = space.enrichment.count
        firstCoefficient = space.function.parameterCount
        tapes = space.images.map { _ in
            space.function.makeTape(layout: layout, capacity: capacity, directionOrder: directionOrder)
        }
        signs = space.signs(layout, under: space.images)
        product = LaneProduct(layout.productTerms, channels: layout.count, lanes: capacity)
        let shape = [1 + directionOrder, componentCount, layout.count, capacity]
        jets = Tensor(shape: shape, repeating: 0)
        means = Tensor(shape: shape, repeating: 0)
        cotangents = Tensor(shape: Array(shape.dropFirst()), repeating: 0)
    }

    /// Evaluates at the points `range` of `placed`. Precondition: the range starts at a multiple of the capacity.
    public func forward(parameters: Tensor<Double>, direction: Tensor<Double>? = nil, placed: PlacedPoints, range: Range<Int>) {
        precondition(range.lowerBound % capacity == 0 && range.count <= capacity, "not a chunk")
        start = range.lowerBound / capacity * componentCount * product.stride
        for (image, tape) in tapes.enumerated() {
            tape.forward(parameters: parameters, direction: direction, points: placed.images[image], range: range)
            tape.jets.addRows(to: &means, scales: signs[image], rowLength: capacity, overwriting: image == 0)
        }
        guard let factors = placed.factors, let offsets = placed.offsets else {
            LinearAlgebra.copy(means, to: &jets)
            addSingular(parameters, direction, placed)
            return
        }
        let block = componentCount * product.stride
        for order in 0..<jets.shape[0] {
            for component in 0..<componentCount {
                let place = order * block + component * product.stride
                product.multiply(
                    factors, at: start + component * product.stride, means, at: place, into: &jets, at: place)
            }
        }
        jets.addSlice(of: offsets, from: start, count: block)
        addSingular(parameters, direction, placed)
    }

    /// Second derivatives along a direction stay as they are: singular functions are linear in their coefficients.
    private func addSingular(_ parameters: Tensor<Double>, _ direction: Tensor<Double>?, _ placed: PlacedPoints) {
        guard let singular = placed.singular else { return }
        for (order, factors) in [parameters, direction].prefix(jets.shape[0]).enumerated() {
            guard let factors else { continue }
            forEachSingular { component, index, from in
                jets.addSlice(
                    of: singular, from: from, count: product.stride, at: (order * componentCount + component) * product.stride,
                    times: factors[firstCoefficient + index])
            }
        }
    }

    /// Calls `body` with the component, the place among the coefficients and where the jets start, for each singular function.
    private func forEachSingular(_ body: (Int, Int, Int) -> Void) {
        for component in 0..<componentCount {
            for function in 0..<singularCount {
                let index = component * singularCount + function
                body(component, index, singularStart + index * product.stride)
            }
        }
    }

    /// Adds the gradient of Σ cotangent · jet over the last chunk to row `row` of `gradients`, [row][parameter].
    /// `cotangents`: [component][channel][point of the chunk], zero beyond the chunk's points.
    public func pullback(cotangents: Tensor<Double>, placed: PlacedPoints, gradients: SharedMatrix, row: Int) {
        for (image, tape) in tapes.enumerated() {
            reduce(cotangents, placed, image)
            tape.pullback(cotangents: self.cotangents, gradients: gradients, row: row)
        }
        guard let singular = placed.singular else { return }
        forEachSingular { component, index, from in
            let sum = cotangents.sliceProduct(at: component * product.stride, singular, from: from, count: product.stride)
            gradients.add(sum, row: row, column: firstCoefficient + index)
        }
    }

    /// Writes a Jacobian row for each point of the last chunk: columns from `firstRow` on of `jacobian`, [parameter][row].
    /// - Parameter places: where the derivatives by each group of parameters start; see `JetTape`.
    public func jacobian(
        cotangents: Tensor<Double>, placed: PlacedPoints, jacobian: SharedMatrix, places: [Int?], firstRow: Int, adding: Bool
    ) {
        for (image, tape) in tapes.enumerated() {
            reduce(cotangents, placed, image)
            tape.jacobian(
                cotangents: self.cotangents, jacobian: jacobian, places: places, firstRow: firstRow, adding: adding || image > 0)
        }
        guard let singular = placed.singular, let first = places[places.count - 1] else { return }
        precondition(firstRow + capacity <= jacobian.columnCount, "rows are padded to whole chunks")
        forEachSingular { component, index, from in
            jacobian.setRowProducts(
                at: (first + index) * jacobian.columnCount + firstRow, cotangents,
                from: component * product.stride, singular, from: from, rows: layout.count, lanes: capacity, adding: adding)
        }
    }

    /// Cotangents of the outputs at an image.
    private func reduce(_ outer: Tensor<Double>, _ placed: PlacedPoints, _ image: Int) {
        let scales = signs[image]
        guard let factors = placed.factors else {
            outer.addRows(to: &cotangents, scales: scales, rowLength: capacity, overwriting: true)
            return
        }
        for component in 0..<componentCount {
            let place = component * product.stride
            product.pullBack(factors, at: start + place, outer, at: place, into: &cotangents, at: place)
        }
        cotangents.scaleRows(by: scales, rowLength: capacity)
    }
}
