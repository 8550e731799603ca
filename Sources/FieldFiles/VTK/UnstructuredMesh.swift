import Fields
import NumericsCore

/// Points and linear cells for `.vtu` files.
public struct UnstructuredMesh: Sendable {
    /// Cell types of VTK that are written here.
    public enum CellType: UInt8, Sendable, Hashable, CaseIterable {
        case vertex = 1
        case line = 3
        case triangle = 5
        /// Counter-clockwise.
        case quadrilateral = 9
        case tetrahedron = 10
        case hexahedron = 12

        public var pointCount: Int {
            switch self {
            case .vertex: 1
            case .line: 2
            case .triangle: 3
            case .quadrilateral, .tetrahedron: 4
            case .hexahedron: 8
            }
        }
    }

    /// Coordinates [point][3].
    public let points: Tensor<Double>
    /// Point indices of all cells, one cell after the other.
    public let connectivity: [Int]
    /// Type of each cell.
    public let types: [CellType]
    /// For meshes cut from a grid: position in the grid of each point.
    public let gridPositions: [Int]?

    /// Cells of one type.
    /// - Parameters:
    ///   - points: [point][axis], one to three axes.
    ///   - cells: point indices [cell][corner].
    public init(points: Tensor<Double>, cells: [[Int]], type: CellType) {
        precondition(points.shape.count == 2 && (1...3).contains(points.shape[1]), "points are [point][axis]")
        let valid = 0..<points.shape[0]
        precondition(
            cells.allSatisfy { $0.count == type.pointCount && $0.allSatisfy(valid.contains) },
            "cells must have \(type.pointCount) existing points")
        self.points = Self.padded(points)
        connectivity = cells.flatMap { $0 }
        types = Array(repeating: type, count: cells.count)
        gridPositions = nil
    }

    /// Points without cells between them, each a vertex; [point][axis].
    public init(scattered points: Tensor<Double>) {
        self.init(points: points, cells: (0..<points.shape[0]).map { [$0] }, type: .vertex)
    }

    init(points: Tensor<Double>, connectivity: [Int], types: [CellType], gridPositions: [Int]) {
        self.points = points
        self.connectivity = connectivity
        self.types = types
        self.gridPositions = gridPositions
    }

    /// End of each cell in the connectivity, as VTK counts them.
    var offsets: [Int] {
        var end = 0
        return types.map { type in
            end += type.pointCount
            return end
        }
    }

    private static func padded(_ points: Tensor<Double>) -> Tensor<Double> {
        let (count, dimension) = (points.shape[0], points.shape[1])
        var result = Tensor(shape: [count, 3], repeating: 0.0)
        for point in 0..<count {
            for axis in 0..<dimension { result[point, axis] = points[point, axis] }
        }
        return result
    }
}
