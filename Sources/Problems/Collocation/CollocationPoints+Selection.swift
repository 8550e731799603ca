import NumericsCore

extension CollocationPoints {
    /// Points inside at coordinates [coordinate][point], of equal shares.
    package init(coordinates: Tensor<Double>) {
        self.coordinates = coordinates
        normals = nil
        let count = coordinates.shape[1]
        shares = Array(repeating: 1 / Double(max(count, 1)), count: count)
    }

    /// Points whose index passes; shares are scaled to the same mean of the parts. Without normals.
    package func filtered(_ isWanted: (Int) -> Bool) -> CollocationPoints {
        let chosen = (0..<count).filter(isWanted)
        let width = coordinates.shape[0]
        var points = CollocationPoints(coordinates: Tensor(
            shape: [width, chosen.count], elements: (0..<width).flatMap { row in chosen.map { coordinates[row, $0] } }))
        let factor = Double(count) / Double(max(chosen.count, 1))
        points.shares = chosen.map { shares[$0] * factor }
        return points
    }

    /// The first points.
    package func prefix(_ number: Int) -> CollocationPoints { filtered { $0 < number } }

    /// Both sets as one, each with the part of the whole that its number is. Without normals.
    package func joined(_ other: CollocationPoints) -> CollocationPoints {
        let width = coordinates.shape[0], total = count + other.count
        var points = CollocationPoints(coordinates: Tensor(
            shape: [width, total],
            elements: (0..<width).flatMap { row in
                (0..<count).map { coordinates[row, $0] } + (0..<other.count).map { other.coordinates[row, $0] }
            }))
        points.shares = shares.map { $0 * Double(count) / Double(total) } + other.shares.map { $0 * Double(other.count) / Double(total) }
        return points
    }

    /// The points in another order: `order` holds the old number of each.
    package func ordered(by order: [Int]) -> CollocationPoints {
        var points = self
        points.coordinates = coordinates.columns(order)
        points.normals = normals?.columns(order)
        points.shares = order.map { shares[$0] }
        return points
    }
}

extension Tensor<Double> {
    /// Columns of a matrix [row][column], in the order given.
    package func columns(_ order: [Int]) -> Tensor<Double> {
        let rows = shape[0]
        return Tensor(shape: [rows, order.count], elements: (0..<rows).flatMap { row in order.map { self[row, $0] } })
    }
}
