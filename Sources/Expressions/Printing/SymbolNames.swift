/// The names of a problem's symbols, for printing expressions as text that parses back.
public struct SymbolNames: Hashable, Sendable {
    /// Names of the coordinates, in the order of the problem.
    public var coordinates: [String]
    public var parameters: [String]
    /// One name a scalar component: `u`, `v.x`.
    public var components: [String]
    public var inputs: [String]
    /// Printed form of each functional, such as `mean(p)`.
    public var functionals: [String]
    /// Coordinates held fixed at each site; site 0 holds none.
    public var sites: [[Int: Double]]

    public init(
        coordinates: [String], parameters: [String] = [], components: [String] = [], inputs: [String] = [],
        functionals: [String] = [], sites: [[Int: Double]] = [[:]]
    ) {
        self.coordinates = coordinates
        self.parameters = parameters
        self.components = components
        self.inputs = inputs
        self.functionals = functionals
        self.sites = sites
    }

    /// The symbol as the user would write it. Indices without a name are written as `c0`, `p0`, … so that a message
    /// can always be made.
    public func text(_ symbol: Symbol) -> String {
        switch symbol {
        case .coordinate(let index): coordinate(index)
        case .parameter(let index): Self.name(parameters, index, "p")
        case .jet(let jet): differentiated(Self.name(components, jet.component, "u"), jet.derivative, site: jet.site)
        case .input(let index, let derivative): differentiated(Self.name(inputs, index, "a"), derivative, site: 0)
        case .normal(let index): "normal.\(coordinate(index))"
        case .functional(let index): Self.name(functionals, index, "functional")
        case .bound(let index): "s\(index)"
        }
    }

    private func coordinate(_ index: Int) -> String {
        Self.name(coordinates, index, "c")
    }

    private static func name(_ names: [String], _ index: Int, _ fallback: String) -> String {
        names.indices.contains(index) ? names[index] : "\(fallback)\(index)"
    }

    /// `u_xx` where every coordinate has one letter and the field is a plain name, else nested `d(u, theta, 2)`.
    private func differentiated(_ name: String, _ derivative: MultiIndex, site: Int) -> String {
        let along = derivative.orders.indices.filter { derivative[$0] > 0 }
        let isSubscriptable = !name.contains(".") && along.allSatisfy { coordinate($0).unicodeScalars.count == 1 }
        if isSubscriptable {
            let letters = along.map { String(repeating: coordinate($0), count: derivative[$0]) }.joined()
            return traced(letters.isEmpty ? name : "\(name)_\(letters)", site)
        }
        return along.reduce(traced(name, site)) { text, index in
            let order = derivative[index]
            return order == 1 ? "d(\(text), \(coordinate(index)))" : "d(\(text), \(coordinate(index)), \(order))"
        }
    }

    private func traced(_ name: String, _ site: Int) -> String {
        guard site > 0, sites.indices.contains(site) else { return name }
        let fixed = sites[site].sorted { $0.key < $1.key }
        let places = fixed.map { "\(coordinate($0.key))=\(ExpressionPrinter.number($0.value))" }.joined(separator: ", ")
        let parts = name.split(separator: ".", maxSplits: 1)
        return parts.count == 2 ? "\(parts[0])(\(places)).\(parts[1])" : "\(name)(\(places))"
    }
}
