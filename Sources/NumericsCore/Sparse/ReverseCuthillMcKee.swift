/// The ordering of Cuthill and McKee (1969), reversed as George (1971) proposed: unknowns that are coupled get
/// neighbouring numbers, so that elimination stays inside a narrow band.
enum ReverseCuthillMcKee {
    /// The old number of each new position. Precondition: a square matrix. Its pattern is made symmetric first.
    static func order(_ matrix: SparseMatrix) -> [Int] {
        let neighbours = adjacency(matrix)
        var isPlaced = [Bool](repeating: false, count: matrix.rowCount)
        var order: [Int] = []
        order.reserveCapacity(matrix.rowCount)
        let byDegree = (0..<matrix.rowCount).sorted { (neighbours[$0].count, $0) < (neighbours[$1].count, $1) }
        for seed in byDegree where !isPlaced[seed] {
            let start = peripheral(from: seed, neighbours)
            order += levels(from: start, neighbours, &isPlaced).flatMap { $0 }
        }
        return order.reversed()
    }

    private static func adjacency(_ matrix: SparseMatrix) -> [[Int]] {
        let mirrored = matrix.transposed
        return (0..<matrix.rowCount).map { row in
            let across = matrix.columns[matrix.rowStarts[row]..<matrix.rowStarts[row + 1]]
            let down = mirrored.columns[mirrored.rowStarts[row]..<mirrored.rowStarts[row + 1]]
            return Set(across).union(down).subtracting([row]).sorted()
        }
    }

    // A node far away from some other one gives many thin levels (George and Liu 1979).
    private static func peripheral(from seed: Int, _ neighbours: [[Int]]) -> Int {
        var start = seed
        var depth = 0
        while true {
            var isPlaced = [Bool](repeating: false, count: neighbours.count)
            let found = levels(from: start, neighbours, &isPlaced)
            guard found.count > depth else { return start }
            depth = found.count
            start = found.last!.min { (neighbours[$0].count, $0) < (neighbours[$1].count, $1) }!
        }
    }

    private static func levels(from start: Int, _ neighbours: [[Int]], _ isPlaced: inout [Bool]) -> [[Int]] {
        var result = [[start]]
        isPlaced[start] = true
        while let front = result.last, !front.isEmpty {
            var next: [Int] = []
            for node in front {
                let fresh = neighbours[node].filter { !isPlaced[$0] }
                    .sorted { (neighbours[$0].count, $0) < (neighbours[$1].count, $1) }
                for other in fresh { isPlaced[other] = true }
                next += fresh
            }
            result.append(next)
        }
        return result.dropLast()
    }
}
