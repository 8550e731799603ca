import Fields
import NumericsCore
import Problems

/// Finds the conditions of a shape on the sides of the box.
struct RegionSides {
    private let resolver: BoundaryResolver
    private let shape: Shape
    private let lattice: Lattice
    /// Conditions of the problem by position in the side's own list.
    private let numbers: [Int]

    init(_ problem: Problem, shape: Shape, lattice: Lattice, numbers: [Int]) {
        resolver = BoundaryResolver(problem)
        self.shape = shape
        self.lattice = lattice
        self.numbers = numbers
    }

    /// Position of the condition at each node of a side; the one after all others at nodes outside the shape.
    func active(_ nodes: [Int]) -> [Int] {
        let rows = nodes.flatMap { node in lattice.indices(of: node).enumerated().map { lattice.point($0, $1) } }
        let points = Tensor(shape: [nodes.count, lattice.dimension], elements: rows)
        let inside = shape.contains(points, tolerance: 1e-9 * (lattice.spacing.min() ?? 1))
        let found = resolver.conditions(at: points)
        return nodes.indices.map { position in
            guard inside[position] else { return numbers.count }
            return found[position].lazy.compactMap { numbers.firstIndex(of: $0) }.first ?? numbers.count
        }
    }
}
