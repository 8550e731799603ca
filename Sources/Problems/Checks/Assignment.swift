/// The assignment of rows to columns with the largest total weight (Kuhn 1955, Munkres 1957), with its dual numbers.
///
/// For a system of differential equations the weights are orders of differentiation: the total is the order of the
/// determinant of the symbol, and the duals are the weights of Douglis and Nirenberg (1955).
struct Assignment {
    /// Stands for an absent entry; far below any sum of orders.
    static let absent = -1000

    /// Column of each row.
    private(set) var columns: [Int]
    /// Row of each column.
    private(set) var rows: [Int]
    let weights: [[Int]]
    private var rowDuals: [Int]
    private var columnDuals: [Int]

    /// - Parameter weights: [row][column], square.
    init(_ weights: [[Int]]) {
        self.weights = weights
        let n = weights.count
        columns = Array(repeating: -1, count: n)
        rows = Array(repeating: -1, count: n)
        rowDuals = weights.map { $0.max() ?? 0 }
        columnDuals = Array(repeating: 0, count: n)
        for row in 0..<n { augment(from: row) }
    }

    /// Sum of the assigned weights.
    var total: Int { columns.enumerated().reduce(0) { $0 + weights[$1.offset][$1.element] } }

    /// True if every row got a column in which it has an entry.
    var isComplete: Bool { columns.enumerated().allSatisfy { weights[$0.offset][$0.element] > Self.absent / 2 } }

    /// True if the entry could be part of a best assignment: it belongs to the principal part.
    func isPrincipal(_ row: Int, _ column: Int) -> Bool {
        weights[row][column] > Self.absent / 2 && rowDuals[row] + columnDuals[column] == weights[row][column]
    }

    /// Grows an alternating tree from a free row until it reaches a free column.
    private mutating func augment(from start: Int) {
        let n = weights.count
        var slack = Array(repeating: Int.max, count: n)
        var parent = Array(repeating: -1, count: n)
        var inTree = Array(repeating: false, count: n)
        var treeRows = [start]
        var newest = start
        while true {
            for column in 0..<n where !inTree[column] {
                let gap = rowDuals[newest] + columnDuals[column] - weights[newest][column]
                if gap < slack[column] {
                    slack[column] = gap
                    parent[column] = newest
                }
            }
            guard let next = (0..<n).filter({ !inTree[$0] }).min(by: { slack[$0] < slack[$1] }) else { return }
            let delta = slack[next]
            for row in treeRows { rowDuals[row] -= delta }
            for column in 0..<n {
                if inTree[column] { columnDuals[column] += delta } else { slack[column] -= delta }
            }
            inTree[next] = true
            if rows[next] < 0 { return flip(to: next, parent: parent) }
            newest = rows[next]
            treeRows.append(newest)
        }
    }

    private mutating func flip(to column: Int, parent: [Int]) {
        var column = column
        while column >= 0 {
            let row = parent[column]
            let previous = columns[row]
            columns[row] = column
            rows[column] = row
            column = previous
        }
    }
}
