import Expressions
import Fields
import NumericsCore
import Problems

extension Problem {
    /// The output times, the ends of the range if none are asked for; a single nil for steady problems.
    package var outputTimes: [Double?] {
        guard let time = timeIndex else { return [nil] }
        return output.times.isEmpty ? [coordinates[time].lower, coordinates[time].upper] : output.times
    }

    /// Points in space [point][space coordinate] at a time -> [coordinate][point].
    package func places(_ points: Tensor<Double>, time: Double?) -> Tensor<Double> {
        let count = points.shape[0]
        return Tensor(
            shape: [coordinates.count, count],
            elements: coordinates.indices.flatMap { coordinate -> [Double] in
                guard let axis = spaceIndices.firstIndex(of: coordinate) else { return Array(repeating: time ?? 0, count: count) }
                return (0..<count).map { points[$0, axis] }
            })
    }

    /// Fields of all unknowns on a grid at the output times.
    /// - Parameter values: jets at points [coordinate][point] of one time -> [jet][point].
    package func snapshots(on grid: Grid, values: ([Jet], Tensor<Double>, Double?) throws -> Tensor<Double>) rethrows -> [Snapshot] {
        let points = grid.pointCoordinates
        let jets = (0..<componentCount).map { Jet(component: $0) }
        return try outputTimes.map { time in
            let all = try values(jets, places(points, time: time), time)
            let fields = unknowns.map { unknown in
                let rows = unknown.components.flatMap { component in (0..<grid.count).map { all[component, $0] } }
                return Field(
                    name: unknown.name, componentNames: componentNames(of: unknown), isVector: unknown.isVector, grid: grid,
                    values: Tensor(shape: [unknown.components.count] + grid.shape, elements: rows)
                ).maskingOutside()
            }
            return Snapshot(time: time, fields: fields)
        }
    }
}
