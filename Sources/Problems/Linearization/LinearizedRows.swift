import Expressions
import NumericsCore

/// Values and partial derivatives of the residuals of a block at all its points.
struct LinearizedRows {
    private let block: ResidualBlock
    /// Sites that occur, ascending; the point itself is always one.
    private let sites: [Int]
    /// By site: [coordinate][point].
    private let places: [Tensor<Double>]
    /// [residual, then partial row][point]
    private let rows: Tensor<Double>
    /// Jets of the state [jet][point].
    private let jets: Tensor<Double>
    /// Values of the parameters, in the problem's order.
    private let parameters: [Double]
    /// By parameter of the problem.
    private let isEstimated: [Bool]

    /// - Parameter jets: [jet][point], in the order of the jets of the residuals.
    init(_ block: ResidualBlock, _ problem: Problem, jets: Tensor<Double>, integrals: [Double], parameters: [Double]) {
        self.block = block
        self.parameters = parameters
        self.jets = jets
        isEstimated = problem.parameters.map(\.isEstimated)
        let residual = block.residual, count = block.points.count
        sites = Self.sites(block)
        places = sites.map { block.points.coordinates.moved(to: problem.sites[$0]) }
        var inputs = block.inputs
        func set(_ row: Int, _ value: (Int) -> Double) {
            for point in 0..<count { inputs[row, point] = value(point) }
        }
        for (offset, row) in residual.inputRows.jetRows.enumerated() { set(row) { jets[offset, $0] } }
        for (functional, row) in zip(residual.functionals, residual.inputRows.functionalRows) { set(row) { _ in integrals[functional] } }
        for (parameter, row) in zip(residual.parameters, residual.inputRows.parameterRows) { set(row) { _ in parameters[parameter] } }
        var rows = Tensor(shape: [residual.valueCount + residual.partialCount, count], repeating: 0.0)
        var workspace = residual.makeWorkspace()
        residual.evaluateAll(inputs: inputs, rows: &rows, workspace: &workspace)
        self.rows = rows
    }

    private static func sites(_ block: ResidualBlock) -> [Int] { Set(block.residual.jets.map(\.site)).union([0]).sorted() }

    /// The jets of fields that a block needs, [jet][point].
    static func jets(
        of block: ResidualBlock, _ problem: Problem, _ values: ([Jet], Tensor<Double>) throws -> Tensor<Double>
    ) rethrows -> Tensor<Double> {
        let jets = block.residual.jets, count = block.points.count
        var result = Tensor(shape: [jets.count, count], repeating: 0.0)
        for site in sites(block) {
            let own = jets.indices.filter { jets[$0].site == site }
            guard !own.isEmpty else { continue }
            let wanted = own.map { Jet(component: jets[$0].component, derivative: jets[$0].derivative) }
            let found = try values(wanted, block.points.coordinates.moved(to: problem.sites[site]))
            for (row, jet) in own.enumerated() {
                for point in 0..<count { result[jet, point] = found[row, point] }
            }
        }
        return result
    }

    /// The values of a residual, [point].
    func values(of residual: Int) -> [Double] { (0..<block.points.count).map { rows[residual, $0] } }

    /// The functionals of one residual. Its values hold no contributions of integrals yet.
    func block(of index: Int) -> FunctionalBlock {
        let residual = block.residual, count = block.points.count, first = residual.valueCount
        let own = residual.partials.indices.filter { residual.partials[$0].row == index }
        func row(_ partial: Int) -> [Double] { (0..<count).map { rows[first + partial, $0] } }
        let entries = own.map { partial -> FunctionalBlock.Entry in
            let jet = residual.jets[residual.partials[partial].jet]
            return FunctionalBlock.Entry(site: sites.firstIndex(of: jet.site)!, component: jet.component, derivative: jet.derivative)
        }
        let coefficients = Tensor(shape: [own.count, count], elements: own.flatMap(row))
        let behind = residual.partials.count
        let integrals = residual.functionalPartials.indices.filter { partial in
            // Observed values stand behind the integrals.
            let place = residual.functionalPartials[partial]
            return place.row == index && place.functional < residual.functionals.count
        }.map {
            FunctionalBlock.SharedTerm(
                index: residual.functionals[residual.functionalPartials[$0].functional], coefficients: row(behind + $0))
        }
        let last = behind + residual.functionalPartials.count
        let estimated = residual.parameterPartials.indices.filter { partial in
            let place = residual.parameterPartials[partial]
            return place.row == index && isEstimated[residual.parameters[place.parameter]]
        }.map {
            FunctionalBlock.SharedTerm(index: residual.parameters[residual.parameterPartials[$0].parameter], coefficients: row(last + $0))
        }
        let residuals = values(of: index)
        var values = residuals.map { -$0 }
        for (entry, partial) in own.enumerated() {
            let jet = residual.partials[partial].jet
            for point in 0..<count { values[point] += coefficients[entry, point] * jets[jet, point] }
        }
        for term in estimated {
            for point in 0..<count { values[point] += term.coefficients[point] * parameters[term.index] }
        }
        return FunctionalBlock(
            name: block.names[index], points: places, entries: entries, coefficients: coefficients, integrals: integrals,
            parameters: estimated, values: Tensor(values), residuals: Tensor(residuals))
    }
}

extension Tensor<Double> {
    /// Points [coordinate][point] with the coordinates of a site held.
    package func moved(to site: Site) -> Tensor<Double> {
        var moved = self
        for (coordinate, value) in site.fixed {
            for point in 0..<shape[1] { moved[coordinate, point] = value }
        }
        return moved
    }
}
