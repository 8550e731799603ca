import Fields
import NumericsCore

extension Field {
    /// One component of a field over two axes as a plane: the first axis across, the second upwards.
    func plane(component: Int) -> PlaneValues {
        let (x, y) = (grid.axes[0].points, grid.axes[1].points)
        var result = [Double](repeating: 0, count: x.count * y.count)
        values.withUnsafeBufferPointer { source in
            let start = component * grid.count
            for column in x.indices {
                for row in y.indices { result[row * x.count + column] = source[start + column * y.count + row] }
            }
        }
        return PlaneValues(horizontal: x, vertical: y, values: result)
    }

    /// One component of a field over one axis.
    func line(component: Int) -> [PlotPoint] {
        let points = grid.axes.first?.points ?? [0]
        return points.indices.map { PlotPoint(points[$0], values[component * grid.count + $0]) }
    }

    /// The length of the vector of components at every point.
    var magnitude: Field {
        let (count, components) = (grid.count, componentNames.count)
        var result = Tensor(shape: [1] + grid.shape, repeating: 0.0)
        result.withUnsafeMutableBufferPointer { output in
            values.withUnsafeBufferPointer { input in
                for point in 0..<count {
                    output[point] = Self.length(count: components) { input[$0 * count + point] }
                }
            }
        }
        return Field(name: name, componentNames: [name], isVector: false, grid: grid, values: result)
    }

    /// Scaled by the largest part, so that squares of huge or tiny parts stay in range; NaN where a part is.
    private static func length(count: Int, _ part: (Int) -> Double) -> Double {
        var size = 0.0
        for component in 0..<count {
            let value = abs(part(component))
            if value.isNaN { return .nan }
            size = max(size, value)
        }
        guard size > 0, size.isFinite else { return size }
        var sum = 0.0
        for component in 0..<count { sum += (part(component) / size) * (part(component) / size) }
        return size * sum.squareRoot()
    }
}
