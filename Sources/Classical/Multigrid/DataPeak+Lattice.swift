import Problems
import Solving

extension [DataPeak] {
    /// The first one for which points a cell apart along each space coordinate are too few; nil if there is none.
    func missed(by cells: [Int], of problem: Problem) -> DataPeak? {
        let axes = zip(problem.spaceIndices, cells).map { index, count -> [Double] in
            let range = problem.coordinates[index]
            return (0...count).map { range.lower + range.length * Double($0) / Double(count) }
        }
        return first { !$0.isResolved(by: axes) }
    }
}
