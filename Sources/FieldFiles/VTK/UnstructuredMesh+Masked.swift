import Fields
import NumericsCore

extension UnstructuredMesh {
    /// The lines, quadrilaterals or hexahedra of a tensor grid whose corners all lie inside.
    ///
    /// Points that belong to no such cell are left out; `gridPositions` says where the others are in the grid.
    /// - Parameters:
    ///   - grid: one to three axes; periodic ones get their image points.
    ///   - inside: one flag per grid point, row-major.
    public init(masked grid: Grid, inside: [Bool]) {
        precondition((1...3).contains(grid.axes.count) && inside.count == grid.count, "the mask does not fit the grid")
        let lattice = VTKLattice(grid)
        let corners = Self.corners(dimension: grid.axes.count)
        let type: CellType = [.line, .quadrilateral, .hexahedron][grid.axes.count - 1]
        let (nx, ny, nz) = (lattice.counts[0], lattice.counts[1], lattice.counts[2])
        var numbers = [Int](repeating: -1, count: lattice.positions.count)
        var used: [Int] = []
        var connectivity: [Int] = []
        for k in 0..<max(nz - 1, 1) {
            for j in 0..<max(ny - 1, 1) {
                for i in 0..<(nx - 1) {
                    let cell = corners.map { c in (k + c[2]) * nx * ny + (j + c[1]) * nx + i + c[0] }
                    guard cell.allSatisfy({ $0 < numbers.count && inside[lattice.positions[$0]] }) else { continue }
                    for point in cell where numbers[point] < 0 {
                        numbers[point] = used.count
                        used.append(point)
                    }
                    connectivity += cell.map { numbers[$0] }
                }
            }
        }
        let coordinates = used.flatMap { point in
            [
                lattice.coordinates[0][point % nx], lattice.coordinates[1][point / nx % ny],
                lattice.coordinates[2][point / (nx * ny)],
            ]
        }
        self.init(
            points: Tensor(shape: [used.count, 3], elements: coordinates), connectivity: connectivity,
            types: Array(repeating: type, count: connectivity.count / type.pointCount),
            gridPositions: used.map { lattice.positions[$0] })
    }

    /// Corners of a cell relative to its first point, in VTK's order.
    private static func corners(dimension: Int) -> [[Int]] {
        let line = [[0, 0, 0], [1, 0, 0]]
        if dimension == 1 { return line }
        let square = line + [[1, 1, 0], [0, 1, 0]]
        return dimension == 2 ? square : square + square.map { [$0[0], $0[1], 1] }
    }
}
