import Ansatz
import Expressions
import Foundation

/// What was understood of a problem: for `check`.
struct ProblemSummary {
    let problem: Problem
    private let names: SymbolNames

    init(_ problem: Problem) {
        self.problem = problem
        names = SymbolNames(problem)
    }

    /// Sections for people, a line an item.
    var text: String {
        var lines = ["\(problem.name): \(problem.title)"]
        lines += section("coordinates", problem.coordinates.map(describe))
        lines += section("shape", shape)
        lines += section("random inputs", randomInputs)
        lines += section("data set", problem.dataset.map { [describe($0)] } ?? [])
        lines += section("to be estimated", problem.parameters.filter(\.isEstimated).map(describe))
        lines += section("observations", problem.observations.map { "\($0.values.count) values of \(problem.unknowns[$0.unknown].name) in \($0.path)" })
        lines += section("unknowns", problem.unknowns.map { "\($0.name)  \($0.isVector ? "vector" : "scalar")" })
        lines += section("equations", problem.equations.map(describe))
        lines += section("energy", problem.energy.map { [$0.printed(names)] } ?? [])
        lines += section("conditions", problem.conditions.map { "\($0.name):  \($0.residual.printed(names)) = 0" })
        lines += section("gauges", problem.gauges.map { "\($0.name):  \($0.residual.printed(names)) = 0" })
        lines += section("trusted", [trust])
        lines += section("methods", methods.map { "\($0.name)  \($0.verdict)" })
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        [
            "problem": .text(problem.name), "title": .text(problem.title),
            "coordinates": .list(problem.coordinates.map { .text(describe($0)) }),
            "shape": .list(shape.map { .text($0) }),
            "random_inputs": .list(randomInputs.map(JSONValue.text)),
            "samples": problem.dataset.map { .integer($0.sampleCount) } ?? .null,
            "unknowns": .list(problem.unknowns.map { .text($0.name) }),
            "equations": .list(
                problem.equations.map {
                    ["name": .text($0.name), "residual": .text($0.residual.printed(names)), "kind": .text(kind(of: $0))]
                }),
            "conditions": .list(problem.conditions.map { .text("\($0.name): \($0.residual.printed(names)) = 0") }),
            "trusted": .text(trust),
            "methods": .object(methods.map { ($0.name, .text($0.verdict)) }),
        ]
    }

    private func section(_ title: String, _ items: [String]) -> [String] {
        items.isEmpty ? [] : ["  \(title)"] + items.map { "    " + $0 }
    }

    private func describe(_ parameter: Parameter) -> String {
        let range = parameter.range.map { "  in [\($0.lowerBound), \($0.upperBound)]" } ?? ""
        return "\(parameter.name)  from \(parameter.value)" + range
    }

    private func describe(_ coordinate: Coordinate) -> String {
        let role = coordinate.isTime ? "time" : coordinate.isPeriodic ? "space, periodic" : "space"
        return "\(coordinate.name)  [\(coordinate.lower), \(coordinate.upper)]  \(role)"
    }

    /// The text, its size and the size of its boundary; nothing for a box.
    private var shape: [String] {
        guard let region = problem.region else { return [] }
        let (inner, outer) = [("length", "ends"), ("area", "boundary"), ("volume", "boundary")][region.dimension - 1]
        let isSpace = region.dimension > 2
        let sizes = [7, 10].map { ShapeQuadrature(region, order: isSpace ? $0 : 2 * $0).measure }
        let spacings = [1, 0.7].map { $0 * problem.spaceBounds.diagonal / (isSpace ? 20 : 100) }
        let boundaries = spacings.map { problem.boundarySamples(spacing: $0)?.measure ?? 0 }
        return [
            problem.shape?.text ?? "a region given in code",
            "\(inner) \(Self.agreed(sizes[0], sizes[1])), \(outer) \(Self.agreed(boundaries[0], boundaries[1]))",
        ]
    }

    /// The finer of two figures with as many digits as they agree in, two to six.
    private static func agreed(_ coarse: Double, _ fine: Double) -> String {
        let difference = abs(fine - coarse) / max(abs(fine), Double.leastNormalMagnitude)
        let digits = difference > 0 ? Int((-log10(difference)).rounded(.down)) : 6
        return String(format: "%.\(min(6, max(2, digits)))g", fine)
    }

    private func describe(_ equation: Equation) -> String {
        "\(equation.name):  \(equation.residual.printed(names)) = 0    (\(kind(of: equation)))"
    }

    /// `nonlinear, order 2 in x, first order in t`.
    private func kind(of equation: Equation) -> String {
        let jets = equation.residual.symbols.compactMap { symbol -> Jet? in
            if case .jet(let jet) = symbol { jet } else { nil }
        }
        let isUnknown: (Symbol) -> Bool = { if case .jet = $0 { true } else { false } }
        let linearity =
            switch equation.residual.polynomialDegree(in: isUnknown) {
            case .some(0), .some(1): "linear"
            case .some(let degree): "polynomial of degree \(degree)"
            case nil: "nonlinear"
            }
        let orders = problem.coordinates.indices.compactMap { index -> String? in
            let order = jets.map { $0.derivative[index] }.max() ?? 0
            return order > 0 ? "order \(order) in \(problem.coordinates[index].name)" : nil
        }
        return ([linearity] + orders).joined(separator: ", ")
    }

    private var trust: String {
        if !problem.exact.isEmpty { return "the exact solution in the file" }
        switch problem.reference {
        case .method(let name): return "the method \(name)"
        case .file(let path): return "values in \(path)"
        case nil: return "nothing to compare with: the method's own estimate is all there will be"
        }
    }

    private var methods: [(name: String, verdict: String)] {
        SolverCatalogue.standard.methods.map { method in
            guard let solver = try? method.init(settings: Settings(schema: method.schema)) else { return (method.name, "no") }
            // Methods solve samples, not laws.
            let first = SampleName(split: .train, index: 0)
            let single = problem.isFamily ? (try? problem.realized(first)) ?? problem : problem
            switch solver.supports(single) {
            case .yes: return (method.name, "yes")
            case .no(let reason, let alternative):
                return (method.name, "no: \(reason)" + (alternative.map { "; try \($0)" } ?? ""))
            }
        }
    }
}
