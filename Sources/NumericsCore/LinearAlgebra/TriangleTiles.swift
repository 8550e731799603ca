/// The tiles of the lower triangle of a square matrix, in the order (0, 0), (1, 0), (1, 1), (2, 0), ...
///
/// Their bounds depend on the order alone, so results do not depend on how many threads share the tiles.
struct TriangleTiles: Sendable {
    /// Tiles along one side.
    let side: Int
    private let order: Int

    init(order: Int, tileSize: Int = 128) {
        self.order = order
        side = max(1, (order + tileSize - 1) / tileSize)
    }

    /// Number of tiles on and below the diagonal.
    var count: Int { side * (side + 1) / 2 }

    func start(_ tile: Int) -> Int { order * tile / side }
    func length(_ tile: Int) -> Int { start(tile + 1) - start(tile) }

    /// Row and column of the tile at a position.
    func place(_ position: Int) -> (row: Int, column: Int) {
        var row = 0
        while (row + 1) * (row + 2) / 2 <= position { row += 1 }
        return (row, position - row * (row + 1) / 2)
    }
}
