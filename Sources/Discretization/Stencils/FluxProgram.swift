import Expressions
import NumericsCore

/// The flux of one divergence term through the faces of dual cells, with its exact derivatives.
///
/// A face stands half-way between two nodes. Smooth fluxes are taken there. Where the coefficient may jump, the flux is taken at
/// several points of the way from node to node, with slopes such that it is the same at all: F = Σ(Fₘ/Aₘ)/Σ(1/Aₘ) with
/// A = ∂F/∂(slope). For F = a·slope this is the harmonic mean of the coefficients (Patankar 1980, section 4.2-3), exact in one
/// dimension for jumps at nodes and at faces. Several such ways beside each other, spread over the face, are averaged: without
/// that the answer would change by jerks with the place of a jump. Input fields have one value in each half of the way.
struct FluxProgram: Sendable {
    let axis: Int
    let program: StencilProgram
    /// Axes along which the flux depends on the slope other than its own, in the order of their outputs.
    let otherSlopes: [Int]
    /// Whether the flux depends on the unknown itself.
    let dependsOnValue: Bool
    /// Whether a factor other than 1 stands before the divergence.
    let hasCoefficient: Bool

    /// Rows of the outputs: the flux, its derivative by its own slope, then the optional ones.
    static let fluxRow = 0
    static let slopeRow = 1
    var valueRow: Int { 2 }
    func otherRow(_ position: Int) -> Int { 2 + (dependsOnValue ? 1 : 0) + position }
    /// The factor at the node before the face; the row after it holds the one behind.
    var coefficientRow: Int { otherRow(otherSlopes.count) }

    init(_ term: EllipticForm.Term, of form: EllipticForm) {
        let axis = term.axis
        let coordinate = form.spaceIndices[axis]
        let slope = form.slope(axis)
        let flux = term.flux.mayJump ? Self.seriesFlux(term.flux, axis: axis, form) : term.flux
        let others = form.spaceIndices.indices.filter { $0 != axis && flux.contains { [symbol = form.slope($0)] in $0 == symbol } }
        dependsOnValue = flux.contains { $0 == EllipticForm.value }
        var outputs = [flux, flux.derivative(by: slope)]
        if dependsOnValue { outputs.append(flux.derivative(by: EllipticForm.value)) }
        outputs += others.map { flux.derivative(by: form.slope($0)) }
        hasCoefficient = !term.coefficient.isOne
        if hasCoefficient {
            outputs += (0...1).map { end in
                Self.moved(term.coefficient, [coordinate: SecondPlace.coordinate(axis, place: SecondPlace.ends + end)], half: end)
            }
        }
        program = StencilProgram(outputs) { symbol in
            switch symbol {
            case .coordinate(coordinate): .coordinate(axis: axis, shift: 0.5)
            case .bound(let index):
                .coordinate(axis: SecondPlace.decode(index).axis, shift: SecondPlace.shift(SecondPlace.decode(index).place))
            case .input(let index, _): .input(index: index % Self.inputOffset, end: index / Self.inputOffset)
            default: form.source(symbol)
            }
        }
        self.axis = axis
        otherSlopes = others
    }

    private static let inputOffset = 1 << 20

    /// The flux through parts of the way in series, averaged over ways side by side.
    private static func seriesFlux(_ flux: Expression, axis: Int, _ form: EllipticForm) -> Expression {
        guard flux.hasJumps else { return series(flux, SecondPlace.halves, axis: axis, across: [:], form) }
        let others = form.spaceIndices.indices.filter { other in
            other != axis && flux.contains { $0 == .coordinate(form.spaceIndices[other]) }
        }
        let places = others.count > 1 ? SecondPlace.sparse : SecondPlace.dense
        let ways = others.reduce([[:]]) { partial, other in
            partial.flatMap { way in
                places.map { place in
                    way.merging([form.spaceIndices[other]: SecondPlace.coordinate(other, place: place)]) { $1 }
                }
            }
        }
        let fluxes = ways.map { series(flux, SecondPlace.quarters, axis: axis, across: $0, form) }
        return .constant(1 / Double(ways.count)) * .sum(fluxes)
    }

    private static func series(
        _ flux: Expression, _ places: Range<Int>, axis: Int, across: [Int: Symbol], _ form: EllipticForm
    ) -> Expression {
        let coordinate = form.spaceIndices[axis]
        let parts = places.map { place in
            let own = [coordinate: SecondPlace.coordinate(axis, place: place)]
            return moved(flux, across.merging(own) { $1 }, half: place - places.lowerBound < places.count / 2 ? 0 : 1)
        }
        let conductances = parts.map { $0.derivative(by: form.slope(axis)) }
        if conductances.contains(where: \.isZero) { return .constant(1 / Double(parts.count)) * .sum(parts) }
        if conductances.allSatisfy({ $0 == conductances[0] }) && parts.allSatisfy({ $0 == parts[0] }) { return parts[0] }
        return .sum(zip(parts, conductances).map { $0 / $1 }) / .sum(conductances.map { 1 / $0 })
    }

    /// An expression with coordinates replaced, and input fields taken from one half of the way.
    private static func moved(_ expression: Expression, _ coordinates: [Int: Symbol], half: Int) -> Expression {
        expression.substituting { symbol in
            switch symbol {
            case .coordinate(let index): coordinates[index].map { .symbol($0) }
            case .input(let index, let derivative): .symbol(.input(index + half * inputOffset, derivative))
            default: nil
            }
        }
    }
}

extension EllipticForm {
    /// Where a symbol comes from at a node.
    func source(_ symbol: Symbol) -> StencilInput {
        switch symbol {
        case .coordinate(let index):
            index == timeIndex ? .time : .coordinate(axis: spaceIndices.firstIndex(of: index) ?? 0, shift: 0)
        case .jet(let jet):
            jet.derivative.total == 0 ? .value : .slope(axis: spaceIndices.firstIndex { jet.derivative[$0] > 0 } ?? 0)
        case .input(let index, _): .input(index: index, end: 0)
        case .normal(let index): .normal(axis: spaceIndices.firstIndex(of: index) ?? 0)
        case SecondPlace.distance: .distance
        case .bound(let index) where index < -1: .tangent(axis: -2 - index)
        case .parameter, .functional, .bound: preconditionFailure("\(symbol) was not lowered")
        }
    }
}
