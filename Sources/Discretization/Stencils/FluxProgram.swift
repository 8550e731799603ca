import Expressions
import NumericsCore

/// The flux of one divergence term through the faces of dual cells, with its exact derivatives.
///
/// A face stands half-way between two nodes. Smooth fluxes are taken there. Where the coefficient may jump, each half of the
/// way belongs to the dual cell of its node: the flux is taken in the middle of both halves, and their slopes are chosen such
/// that the flux is the same, F = (A₁F₀ + A₀F₁)/(A₀ + A₁) with A = ∂F/∂(slope). For F = a·slope this is the harmonic mean of
/// the two coefficients (Patankar 1980, section 4.2-3), exact in one dimension for jumps at nodes and at faces. Input fields
/// count as constant on dual cells.
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
                term.coefficient.substituting { symbol in
                    switch symbol {
                    case .coordinate(coordinate): .symbol(SecondPlace.coordinate(axis, place: 3 + end))
                    case .input(let index, let derivative): .symbol(.input(index + end * Self.inputOffset, derivative))
                    default: nil
                    }
                }
            }
        }
        let shifts = [0.5, 0.25, 0.75, 0, 1]
        program = StencilProgram(outputs) { symbol in
            switch symbol {
            case .coordinate(coordinate): .coordinate(axis: axis, shift: shifts[0])
            case .bound(let index): .coordinate(axis: axis, shift: shifts[SecondPlace.decode(index).place])
            case .input(let index, _): .input(index: index % Self.inputOffset, end: index / Self.inputOffset)
            default: form.source(symbol)
            }
        }
        self.axis = axis
        otherSlopes = others
    }

    private static let inputOffset = 1 << 20

    /// The flux through two halves in series.
    private static func seriesFlux(_ flux: Expression, axis: Int, _ form: EllipticForm) -> Expression {
        let coordinate = form.spaceIndices[axis]
        let halves = (0...1).map { half in
            flux.substituting { symbol in
                switch symbol {
                case .coordinate(coordinate): .symbol(SecondPlace.coordinate(axis, place: 1 + half))
                case .input(let index, let derivative): .symbol(.input(index + half * inputOffset, derivative))
                default: nil
                }
            }
        }
        let conductances = halves.map { $0.derivative(by: form.slope(axis)) }
        if conductances.allSatisfy(\.isZero) { return 0.5 * (halves[0] + halves[1]) }
        return (conductances[1] * halves[0] + conductances[0] * halves[1]) / (conductances[0] + conductances[1])
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
        case .parameter, .functional, .bound: preconditionFailure("\(symbol) was not lowered")
        }
    }
}
