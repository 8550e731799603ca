/// A square matrix whose unknowns are the nodes of a lattice and whose rows couple nearest neighbours only.
///
/// Nodes are numbered row-major, the last axis fastest. Over a periodic axis the first node is the neighbour of the last one;
/// over the edges of other axes all coefficients must be zero. A node that is no unknown (outside of a shape) has an
/// identity row: 1 at the centre, nothing else, and no other row couples to it.
public struct StencilMatrix: Sendable, Equatable {
    /// Which neighbours a row may couple to.
    public enum Stencil: Sendable {
        /// Those along the axes: 3, 5 or 7 entries.
        case star
        /// Those across edges and corners too: 3, 9 or 27 entries.
        case full
    }

    /// Which entries are stored.
    public enum Storage: Sendable {
        case general
        /// A symmetric matrix by its centre and the entries after it: the others are those of the opposite offset at the
        /// neighbour. Coefficients over the seam of a periodic axis belong to its last node.
        case symmetric
    }

    /// Nodes along each of one to three axes.
    public let shape: [Int]
    /// Whether the lattice closes on itself along each axis.
    public let periodic: [Bool]
    public let stencil: Stencil
    public let storage: Storage
    /// Offset of the neighbour that each stored entry couples to, [entry][axis], in rising order: for a general star of
    /// two axes (−1, 0), (0, −1), (0, 0), (0, 1), (1, 0).
    public let offsets: [[Int]]
    /// Coefficients [stored entry][node].
    public internal(set) var coefficients: Tensor<Double>
    let zeros: Tensor<Double>

    /// The zero matrix.
    ///
    /// Precondition: one to three axes of at least one node; `periodic`, false everywhere unless given, has as many flags.
    public init(shape: [Int], periodic: [Bool]? = nil, stencil: Stencil = .star, storage: Storage = .general) {
        precondition((1...3).contains(shape.count) && shape.allSatisfy { $0 > 0 }, "a lattice of shape \(shape)")
        self.shape = shape
        self.periodic = periodic ?? shape.map { _ in false }
        precondition(self.periodic.count == shape.count, "\(self.periodic.count) flags for \(shape.count) axes")
        self.stencil = stencil
        self.storage = storage
        let all = StencilLayout.offsets(rank: shape.count, stencil)
        offsets = storage == .general ? all : Array(all[(all.count / 2)...])
        coefficients = Tensor(shape: [offsets.count, shape.reduce(1, *)], repeating: 0)
        zeros = Tensor(shape: [shape[shape.count - 1] + 2], repeating: 0)
    }

    /// Number of nodes.
    public var nodeCount: Int { coefficients.shape[1] }

    /// Position of the stored entry that couples to the neighbour at `offset`; nil if there is none.
    public func entry(at offset: [Int]) -> Int? { offsets.firstIndex(of: offset) }

    /// Position of the diagonal among the stored entries.
    public var centre: Int { storage == .general ? offsets.count / 2 : 0 }

    /// The coefficient of a stored entry in the row of a node.
    public subscript(_ entry: Int, _ node: Int) -> Double {
        get { coefficients[entry, node] }
        set { coefficients[entry, node] = newValue }
    }

    /// Calls `body` with all coefficients, [stored entry][node], for filling many at once.
    @inlinable public mutating func withUnsafeMutableCoefficients<Result>(
        _ body: (UnsafeMutableBufferPointer<Double>) -> Result
    ) -> Result {
        withCoefficients(body)
    }

    @usableFromInline mutating func withCoefficients<Result>(
        _ body: (UnsafeMutableBufferPointer<Double>) -> Result
    ) -> Result {
        coefficients.withUnsafeMutableBufferPointer(body)
    }

    /// The node `offset` away from another one; nil beyond an edge.
    public func neighbour(of node: Int, at offset: [Int]) -> Int? {
        var (rest, stride, result) = (node, 1, 0)
        for axis in shape.indices.reversed() {
            let extent = shape[axis]
            var index = rest % extent + offset[axis]
            rest /= extent
            if index < 0 || index >= extent {
                guard periodic[axis] else { return nil }
                index = (index + extent) % extent
            }
            result += index * stride
            stride *= extent
        }
        return result
    }
}
