import Expressions
import Problems

/// The conditions on one side and where along it each of them holds.
struct SideConditions: Sendable {
    let problem: CollocationProblem
    let side: BoundarySide
    /// Indices of the conditions on the side, in file order.
    let conditions: [Int]

    init(_ problem: CollocationProblem, _ side: BoundarySide) {
        self.problem = problem
        self.side = side
        conditions = problem.conditions.indices.filter { problem.conditions[$0].place == .side(side) }
    }

    /// The conditions that hold at a point [coordinate], in file order.
    func active(at point: [Double]) -> [Int] {
        conditions.filter { index in
            guard let extent = problem.conditions[index].extent else { return true }
            return extent.value { symbol in
                switch symbol {
                case .coordinate(let coordinate): point[coordinate]
                case .parameter(let parameter): problem.parameters[parameter]
                default: nil
                }
            } ?? false
        }
    }

    /// The conditions of each slot: the j-th slot takes the j-th condition that holds at a point.
    ///
    /// Found by sampling the side; single points where neighbouring extents overlap do not make a slot.
    func slots() throws(DiscretizationError) -> [[Int]] {
        if conditions.isEmpty { return [] }
        if problem.coordinates[side.coordinate].isPeriodic {
            throw .unsupported(
                term: problem.conditions[conditions[0]].name,
                because: "\(problem.coordinates[side.coordinate].name) is periodic and has no sides")
        }
        if conditions.allSatisfy({ problem.conditions[$0].extent == nil }) { return conditions.map { [$0] } }
        let samples = samplePoints().map(active)
        let frequencies = Dictionary(grouping: samples, by: \.count).mapValues(\.count)
        let count = frequencies.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
        var slots = [Set<Int>](repeating: [], count: count)
        for sample in samples {
            if sample.count < count {
                throw .unsupported(
                    term: problem.conditions[conditions[0]].name,
                    because: "its side has \(count) conditions at most points but fewer at others")
            }
            for (slot, condition) in sample.prefix(count).enumerated() { slots[slot].insert(condition) }
        }
        return slots.map { $0.sorted() }
    }

    /// Points spread over the side [point][coordinate], irrational so that none falls on a round number of the file.
    private func samplePoints() -> [[Double]] {
        (0..<257).map { sample in
            problem.coordinates.enumerated().map { index, coordinate in
                if index == side.coordinate { return side.isUpper ? coordinate.upper : coordinate.lower }
                let step = index % 2 == 0 ? 0.6180339887498949 : 0.7548776662466927
                let fraction = (0.5 + step * Double(sample)).truncatingRemainder(dividingBy: 1)
                return coordinate.lower + fraction * coordinate.length
            }
        }
    }
}
