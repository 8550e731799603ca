/// Sets of numbers that are joined step by step (union-find with path halving).
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ element: Int) -> Int {
        var current = element
        while parents[current] != current {
            parents[current] = parents[parents[current]]
            current = parents[current]
        }
        return current
    }

    /// Unites the sets of two numbers; the smaller root stays.
    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (root(first), root(second))
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    /// The sets in the order of their smallest members, members rising.
    var all: [[Int]] {
        var copy = self
        var members = [[Int]](repeating: [], count: parents.count)
        for element in parents.indices { members[copy.root(element)].append(element) }
        return members.filter { !$0.isEmpty }
    }
}
