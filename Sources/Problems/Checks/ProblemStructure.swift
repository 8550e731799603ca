import Expressions

/// Orders of differentiation of a problem's equations and how they distribute conditions over components.
struct ProblemStructure {
    /// A group of components whose conditions are counted together.
    struct Block {
        var components: [Int]
        /// Conditions needed along the axis, both ends together.
        var order: Int
    }

    let problem: Problem
    /// Jets of each equation at the point itself.
    let jets: [[Jet]]

    init(_ problem: Problem) {
        self.problem = problem
        jets = problem.equations.map { Self.jets(of: $0.residual) }
    }

    static func jets(of expression: Expression) -> [Jet] {
        expression.symbols.compactMap { symbol in
            guard case .jet(let jet) = symbol else { return nil }
            return jet
        }
    }

    /// Highest order along a coordinate of a component in an equation; nil if it does not occur.
    func order(of component: Int, along coordinate: Int, in equation: Int) -> Int? {
        jets[equation].filter { $0.component == component && $0.site == 0 }.map { $0.derivative[coordinate] }.max()
    }

    /// Highest order along a coordinate over all equations.
    func order(of component: Int, along coordinate: Int) -> Int {
        problem.equations.indices.compactMap { order(of: component, along: coordinate, in: $0) }.max() ?? 0
    }

    func hasTimeDerivative(_ equation: Int) -> Bool {
        guard let time = problem.timeIndex else { return false }
        return jets[equation].contains { $0.derivative[time] > 0 }
    }

    /// Equations against components with orders along a coordinate.
    func assignment(along coordinate: Int) -> Assignment {
        Assignment(problem.equations.indices.map { equation in
            (0..<problem.componentCount).map { order(of: $0, along: coordinate, in: equation) ?? Assignment.absent }
        })
    }

    /// Groups of components that share their conditions along a coordinate.
    ///
    /// Components are grouped if their principal parts are coupled (velocity and pressure), or if one of them is defined
    /// by an equation without time derivative (vorticity from the stream function): there the count is settled for the
    /// group only.
    func blocks(along coordinate: Int) -> [Block] {
        let assignment = assignment(along: coordinate)
        var group = Array(0..<problem.componentCount)
        func join(_ a: Int, _ b: Int) {
            let (from, to) = (group[a], group[b])
            for index in group.indices where group[index] == from { group[index] = to }
        }
        for equation in problem.equations.indices {
            let owner = assignment.columns[equation]
            // First-order systems: what the equation evolves and what it differentiates share their conditions.
            if let time = problem.timeIndex {
                for jet in jets[equation] where jet.derivative[time] > 0 { join(jet.component, owner) }
            }
            for component in group.indices where component != owner {
                guard let order = order(of: component, along: coordinate, in: equation) else { continue }
                let isPrincipal = order > 0 && assignment.isPrincipal(equation, component)
                if isPrincipal || !hasTimeDerivative(equation) { join(component, owner) }
            }
        }
        return Set(group).sorted().map { id in
            let members = group.indices.filter { group[$0] == id }
            let order = members.reduce(0) { sum, component in
                sum + max(0, assignment.weights[assignment.rows[component]][component])
            }
            return Block(components: members, order: order)
        }
    }

    /// The equation that determines a component's evolution: the one matched along time, or along the space axes.
    func equation(of component: Int) -> Int? {
        let axis = problem.timeIndex ?? problem.spaceIndices.first ?? 0
        let assignment = assignment(along: axis)
        return assignment.isComplete ? assignment.rows[component] : nil
    }
}
