import Foundation
import NumericsCore

extension RandomFeatures {
    /// Waves cos(w · s + b) with w uniform in an ellipsoid and b uniform in [0, 2 π): functions of limited bandwidth.
    ///
    /// Periodic coordinates get whole wave numbers |n| <= R / π, each with the same number of frequencies of the others, so that
    /// none starves; the others are drawn from the ellipsoid that is left. Radii are stratified. If all coordinates are
    /// periodic, the features are the cosine and the sine of every wave, as many as there are.
    /// - Parameters:
    ///   - count: about how many; rounded up to a multiple of the number of wave numbers.
    ///   - bandwidths: R, the largest wave number along each coordinate in radians per half range.
    ///   - periodic: coordinates in which every feature repeats with the range.
    public static func bandlimited(
        count: Int, bandwidths: [Double], frame: CoordinateFrame, periodic: Set<Int> = [], using stream: inout RandomStream
    ) -> RandomFeatures {
        precondition(bandwidths.count == frame.count, "one bandwidth for each coordinate")
        let free = frame.centres.indices.filter { !periodic.contains($0) }
        let waves = waveNumbers(periodic.sorted(), bandwidths)
        let each = free.isEmpty ? 2 : max((count + waves.count - 1) / waves.count, 1)
        var rows: [[Double]] = []
        var phases: [Double] = []
        for wave in waves {
            let isConstant = free.isEmpty && wave.allSatisfy { $0 == 0 }
            for draw in 0..<(isConstant ? 1 : each) {
                var row = [Double](repeating: 0, count: frame.count)
                for (place, coordinate) in periodic.sorted().enumerated() { row[coordinate] = Double.pi * Double(wave[place]) }
                let radius = free.isEmpty ? 0 : pow((Double(draw) + stream.uniform()) / Double(each), 1 / Double(free.count))
                for (value, coordinate) in zip(direction(free.count, using: &stream), free) {
                    row[coordinate] = radius * value * bandwidths[coordinate]
                }
                rows.append(row)
                phases.append(free.isEmpty ? -Double(draw) * Double.pi / 2 : stream.uniform(from: 0, to: 2 * Double.pi))
            }
        }
        return RandomFeatures(.cos, frame: frame, weights: transposed(rows, width: frame.count), phases: Tensor(phases))
    }

    /// One of each pair ±n of the wave numbers in a box: the cosine does not tell them apart.
    private static func waveNumbers(_ periodic: [Int], _ bandwidths: [Double]) -> [[Int]] {
        let all = periodic.reduce([[Int]()]) { list, coordinate in
            let largest = Int(bandwidths[coordinate] / Double.pi + 1e-9)
            return list.flatMap { head in (-largest...largest).map { head + [$0] } }
        }
        return all.filter { wave in (wave.first { $0 != 0 } ?? 0) >= 0 }
    }

    /// A direction, uniform on the unit sphere.
    static func direction(_ dimension: Int, using stream: inout RandomStream) -> [Double] {
        if dimension == 0 { return [] }
        while true {
            let normals = (0..<dimension).map { _ in stream.normal() }
            let length = normals.reduce(0) { $0 + $1 * $1 }.squareRoot()
            if length > 1e-100 { return normals.map { $0 / length } }
        }
    }

    /// [row][column] -> [column][row].
    static func transposed(_ rows: [[Double]], width: Int) -> Tensor<Double> {
        Tensor(shape: [width, rows.count], elements: (0..<width).flatMap { column in rows.map { $0[column] } })
    }
}
