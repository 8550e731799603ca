import NumericsCore
import Problems
import TrialFunctions

extension CollocationPoints {
    /// Numbers of the points in the order of the interleaved bits of their places (Morton 1966): neighbours stay together.
    func orderAlongCurve(_ problem: Problem) -> [Int] {
        let keys = curveKeys(problem)
        return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }

    /// The same, part by part of a trial function: points that meet the same parts of it stay together.
    func orderByPart(of space: TrialSpace) -> [Int] {
        let keys = curveKeys(space.problem)
        let homes = (0..<count).map { point in
            space.function.home(of: (0..<coordinates.shape[0]).map { coordinates[$0, point] })
        }
        return keys.indices.sorted { (homes[$0], keys[$0], $0) < (homes[$1], keys[$1], $1) }
    }

    private func curveKeys(_ problem: Problem) -> [UInt64] {
        let dimension = problem.coordinates.count
        let bits = min(16, 60 / max(dimension, 1))
        return (0..<count).map { point -> UInt64 in
            let places = problem.coordinates.enumerated().map { index, coordinate -> UInt64 in
                let fraction = (coordinates[index, point] - coordinate.lower) / coordinate.length
                return UInt64(min(max(fraction, 0), 1) * Double((1 << bits) - 1))
            }
            return (0..<bits).reversed().reduce(UInt64(0)) { key, bit in
                places.reduce(key) { $0 << 1 | $1 >> UInt64(bit) & 1 }
            }
        }
    }

    /// Points on the rim of a domain with cells moved a few units in the last place inside, into the cell that they belong to.
    func nudgedInside(_ problem: Problem) -> CollocationPoints {
        guard let normals, problem.region != nil else { return self }
        var points = self
        for (axis, index) in problem.spaceIndices.enumerated() {
            let distance = 8 * max(abs(problem.coordinates[index].lower), abs(problem.coordinates[index].upper)).ulp
            for point in 0..<count { points.coordinates[index, point] -= distance * normals[axis, point] }
        }
        return points
    }
}
