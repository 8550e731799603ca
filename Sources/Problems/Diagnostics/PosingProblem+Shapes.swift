extension PosingProblem {
    /// Words for shapes and what they do to conditions and balances.
    var shapeWords: DiagnosticKind.Words {
        switch self {
        case .emptyShape:
            .init(what: "the shape is empty", label: "no point of the coordinate ranges is in it")
        case .shapeOutside(let point, let ranges):
            .init(
                what: "the shape reaches outside the coordinate ranges", label: "it holds \(point)",
                notes: ["the ranges are \(ranges)"], help: "widen the ranges, or cut the shape with '& box(…)'")
        case .missingOnShape(let component, let order, let needed, let found):
            .init(
                what: found == 0
                    ? "no condition for '\(component)' on the boundary"
                    : "only \(Self.count(found, "condition")) for '\(component)' on the boundary, \(needed) needed",
                label: "equations of order \(order) need \(Self.number(needed)) at every point of it",
                help: "add '{at: boundary, require: \(component) = …}'")
        case .surplusOnShape(let component, let needed, let found):
            .init(
                what: "\(Self.count(found, "condition")) for '\(component)' on the boundary, but there is room for \(Self.number(needed))",
                label: "one place, \(Self.number(found)) conditions", help: "keep \(Self.number(needed))")
        case .emptyShapePart(let name, true):
            .init(
                what: "no part of the boundary lies on \(name)", label: "the shape's boundary does not run along this line",
                help: "name the piece in 'boundary', or write 'at: boundary'")
        case .emptyShapePart(let name, false):
            .init(
                what: "boundary part '\(name)' is empty", label: "no point of the shape's boundary is in it",
                help: "a part selects pieces of the boundary: a box around the piece, or where(x > 0.5)")
        case .signChange(let component, let derivative, let first, let firstPoint, let second, let secondPoint):
            .init(
                what: "the diffusion of '\(component)' changes sign",
                label: "the coefficient of \(derivative) is \(Self.short(first)) at \(firstPoint) and \(Self.short(second)) at \(secondPoint)",
                help: "make it one sign everywhere, for example by its absolute value or a positive lower bound")
        case .unsolvable(let component, let excess, let size):
            .init(
                what: "no solution: the data of '\(component)' do not balance",
                label: "source plus boundary flux is \(Self.short(excess)), not 0",
                notes: ["only derivatives of '\(component)' are given on the whole boundary; sources and fluxes are \(Self.short(size)) in size"],
                help: "change the source or the flux so that the two cancel")
        default:
            .init(what: "")
        }
    }
}
