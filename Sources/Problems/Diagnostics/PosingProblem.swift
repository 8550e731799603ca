/// What can be wrong with a problem whose every formula makes sense.
public enum PosingProblem: Hashable, Sendable {
    /// `derivative` is printed (`u_xx`); `needed` and `found` count conditions on this end.
    case missingCondition(
        component: String, end: String, derivative: String, needed: Int, found: Int, coordinate: String, otherEnd: String?,
        line: Int?)
    case surplusCondition(component: String, end: String, derivative: String?, needed: Int, found: Int, coordinate: String)
    case equationCount(equations: Int, components: Int, odd: String?)
    case conditionOnPeriodicAxis(coordinate: String, end: String)
    case missingInitial(component: String, derivative: String, needed: Int, found: Int, start: String)
    case surplusInitial(component: String, needed: Int, found: Int, start: String)
    case gap(component: String, end: String, point: String)
    case overlap(component: String, end: String, point: String, first: String, second: String)
    case noGauge(component: String)
    case surplusGauge(component: String, fixedBy: String)
    case incompatible(component: String, excess: Double, gauged: Bool)
    case cornerMismatch(component: String, place: String, initial: Double, boundary: Double)
    case backwardDiffusion(component: String, derivative: String, value: Double, point: String)
    case emptyDomain(coordinate: String, lower: String, upper: String)
    case shock(component: String, breaking: Double, end: Double)
    case shockPossible(component: String, end: Double)
    case uncontrolled(component: String)
    case vacuousEquation(name: String)
    case outsideDomain(place: String, coordinate: String, lower: String, upper: String)
    case steadyNeedsSpace
    case emptyPart(name: String)
    case conditionWithoutUnknown
    case emptyShape
    case shapeOutside(point: String, ranges: String)
    /// `order` is that of the operator; `needed` and `found` count conditions at a point of the boundary.
    case missingOnShape(component: String, order: Int, needed: Int, found: Int)
    case surplusOnShape(component: String, needed: Int, found: Int)
    /// `isLine` for places such as `x = 0`.
    case emptyShapePart(name: String, isLine: Bool)
    case signChange(
        component: String, derivative: String, first: Double, firstPoint: String, second: Double, secondPoint: String)
    /// More than a small part of the data is out of balance.
    case unsolvable(component: String, excess: Double, size: Double)
}

extension PosingProblem {
    var code: String {
        switch self {
        case .missingCondition: "E301"
        case .surplusCondition: "E302"
        case .equationCount: "E303"
        case .conditionOnPeriodicAxis: "E304"
        case .missingInitial: "E305"
        case .surplusInitial: "E306"
        case .gap: "E307"
        case .overlap: "E308"
        case .noGauge: "E309"
        case .surplusGauge: "E310"
        case .incompatible: "W311"
        case .cornerMismatch: "W312"
        case .backwardDiffusion: "E313"
        case .emptyDomain: "E314"
        case .shock: "E315"
        case .shockPossible: "W316"
        case .uncontrolled: "E317"
        case .vacuousEquation: "E318"
        case .outsideDomain: "E319"
        case .steadyNeedsSpace: "E320"
        case .emptyPart: "E321"
        case .conditionWithoutUnknown: "E322"
        case .emptyShape: "E323"
        case .shapeOutside: "E324"
        case .signChange: "E325"
        case .unsolvable: "E326"
        case .missingOnShape: "E301"
        case .surplusOnShape: "E302"
        case .emptyShapePart: "E321"
        }
    }

    var words: DiagnosticKind.Words {
        switch self {
        case .missingCondition(let component, let end, let derivative, let needed, let found, let coordinate, let otherEnd, let line):
            Self.missing(component, end, derivative, needed, found, coordinate, otherEnd, line)
        case .surplusCondition(let component, let end, let derivative, let needed, let found, let coordinate):
            .init(
                what: "\(Self.count(found, "condition")) for '\(component)' at \(end), but \(Self.room(needed))",
                label: derivative.map { "\($0) takes \(needed == 0 ? "none" : Self.number(needed)) at this end" }
                    ?? "'\(component)' has no derivative in \(coordinate)",
                help: needed == 0 ? "remove it" : "keep \(Self.number(needed))")
        case .missingInitial(let component, let derivative, let needed, let found, let start):
            .init(
                what: "\(found == 0 ? "no" : "only \(found)") initial condition for '\(component)' at \(start)",
                label: "\(derivative) needs \(Self.number(needed)) there",
                help: found == 0
                    ? "add '{at: \(start), require: \(component) = …}' to 'conditions'"
                    : "add the first time derivative: 'dt(\(component)) = …'")
        case .surplusInitial(let component, let needed, let found, let start):
            .init(
                what: "\(Self.count(found, "initial condition")) for '\(component)' at \(start), but \(Self.room(needed))",
                label: needed == 0 ? "no equation has a time derivative of '\(component)'" : "one too many",
                help: "remove it")
        case .conditionOnPeriodicAxis(let coordinate, let end):
            .init(
                what: "condition at \(end), but \(coordinate) is periodic", label: "a periodic coordinate has no ends",
                related: ["declared periodic here"], help: "remove the condition, or make \(coordinate) an ordinary range")
        case .equationCount(let equations, let components, let odd):
            .init(
                what: "\(Self.count(equations, "equation")) for \(Self.count(components, "unknown component"))",
                label: odd.map { equations < components ? "nothing determines '\($0)'" : "'\($0)' is one too many" }
                    ?? "the two numbers must agree",
                help: equations < components ? "add an equation for it, or remove the unknown" : "remove an equation, or declare the unknown it is for")
        default:
            pieceWords
        }
    }

    private var pieceWords: DiagnosticKind.Words {
        switch self {
        case .gap(let component, let end, let point):
            .init(
                what: "the conditions for '\(component)' leave a gap at \(end)", label: "nothing holds at \(point)",
                help: "widen a part, or add one with 'rest'")
        case .overlap(let component, let end, let point, let first, let second):
            .init(
                what: "conditions for '\(component)' overlap at \(end)",
                label: "'\(second)' holds at \(point), and so does '\(first)'", related: ["also here"],
                help: "make the parts disjoint")
        case .emptyPart(let name):
            .init(
                what: "boundary part '\(name)' touches no side", label: "no point of the boundary is in it",
                help: "a part selects pieces of the sides: a box around the piece, or where(x > 0.5)")
        case .outsideDomain(let place, let coordinate, let lower, let upper) where place == "\(coordinate) = \(upper)":
            .init(
                what: "\(place) is not where \(coordinate) starts", label: "\(coordinate) runs from \(lower) to \(upper)",
                help: "write '\(coordinate) = \(lower)'")
        case .outsideDomain(let place, let coordinate, let lower, let upper):
            .init(
                what: "\(place) is not an end of \(coordinate)", label: "\(coordinate) runs from \(lower) to \(upper)",
                help: "write '\(coordinate) = \(lower)' or '\(coordinate) = \(upper)'")
        case .noGauge(let component):
            .init(
                what: "'\(component)' is determined up to a constant only", label: "only its derivatives occur",
                help: "add '{gauge: mean(\(component)) = 0}' to 'conditions'")
        case .surplusGauge(let component, let fixedBy):
            .init(
                what: "the gauge of '\(component)' is one condition too many", label: "'\(component)' is already fixed by \(fixedBy)",
                help: "remove the gauge")
        case .conditionWithoutUnknown:
            .init(what: "a condition without an unknown", label: "nothing is required of any unknown here")
        case .uncontrolled(let component):
            .init(
                what: "no equation holds '\(component)'", label: "declared here, but in no equation",
                help: "add an equation for it, or remove it")
        case .vacuousEquation(let name):
            .init(what: "equation '\(name)' holds no unknown", label: "it restricts nothing")
        case .steadyNeedsSpace:
            .init(what: "a problem needs a coordinate", label: "none is declared")
        default:
            characterWords
        }
    }

    private var characterWords: DiagnosticKind.Words {
        switch self {
        case .incompatible(let component, let excess, let gauged):
            .init(
                what: "the data of '\(component)' do not balance: source plus boundary flux is \(Self.short(excess)), not 0",
                label: "only derivatives of '\(component)' are given on the whole boundary, so the two must cancel",
                help: gauged ? "change the source or the flux; the solver spreads the excess evenly" : nil)
        case .cornerMismatch(let component, let place, let initial, let boundary):
            .init(
                what: "initial and boundary data of '\(component)' differ by \(Self.short(abs(initial - boundary))) at \(place)",
                label: "the initial data say \(Self.short(initial)), this says \(Self.short(boundary))",
                notes: ["the solution has a layer at t = 0 there, and every method loses digits in it"])
        case .backwardDiffusion(let component, let derivative, let value, let point):
            .init(
                what: "the problem for '\(component)' is ill-posed forward in time",
                label: "the coefficient of \(derivative) has the wrong sign: \(Self.short(value)) at \(point)",
                help: "change the sign, or add a higher even derivative that damps short waves")
        case .emptyDomain(let coordinate, let lower, let upper):
            .init(
                what: "the range of \(coordinate) is empty", label: "from \(lower) to \(upper)",
                help: "write the smaller end first")
        case .shock(let component, let breaking, let end):
            .init(
                what: "'\(component)' forms a shock at t = \(Self.short(breaking)), before the end at t = \(Self.short(end))",
                label: "first order without diffusion: the characteristics cross, and no smooth solution exists after that",
                help: "end before t = \(Self.short(breaking)), or add a diffusion term such as nu*\(component)_xx")
        case .shockPossible(let component, let end):
            .init(
                what: "'\(component)' may form a shock before t = \(Self.short(end))",
                label: "nonlinear and first order without diffusion", help: "add a diffusion term if the solution steepens")
        default:
            shapeWords
        }
    }

    private static func missing(
        _ component: String, _ end: String, _ derivative: String, _ needed: Int, _ found: Int, _ coordinate: String,
        _ otherEnd: String?, _ line: Int?
    ) -> DiagnosticKind.Words {
        let periodic = "or make \(coordinate) periodic" + (line.map { " (line \($0))" } ?? "")
        let why = needed == 1 && otherEnd != nil
            ? "\(derivative) needs one condition at each end of \(coordinate)"
            : "\(derivative) needs \(number(needed)) at this end of \(coordinate)"
        return .init(
            what: found == 0
                ? "no condition for '\(component)' at \(end)"
                : "only \(count(found, "condition")) for '\(component)' at \(end), \(needed) needed",
            label: otherEnd != nil && found == 0 ? "only this end is covered; \(why)" : why,
            help: otherEnd.map { "write 'at: [\($0), \(end)]', \(periodic)" }
                ?? "add '{at: \(end), require: \(component) = …}', \(periodic)")
    }

    private static func room(_ count: Int) -> String {
        count == 0 ? "there is room for none" : "there is room for \(number(count))"
    }

    static func number(_ value: Int) -> String {
        ["no", "one", "two", "three", "four"].indices.contains(value) ? ["no", "one", "two", "three", "four"][value] : "\(value)"
    }

    static func count(_ value: Int, _ noun: String) -> String { "\(value) \(noun)\(value == 1 ? "" : "s")" }

    /// Four significant digits without trailing zeros.
    static func short(_ value: Double) -> String { NumberText.short(value) }
}
