import Foundation

extension ColorField {
    /// The pixels of the field between the ends of two axes.
    func image(width: Int, height: Int, horizontal: AxisScale, vertical: AxisScale) -> ColorImage {
        var image = ColorImage(width: max(width, 1), height: max(height, 1))
        let sampler = PlaneSampler(self)
        let columns = (0..<image.width).map { sampler.cell(plane.horizontal, horizontal, (Double($0) + 0.5) / Double(image.width)) }
        // Rows of an image go down, those of a plane up.
        let rows = (0..<image.height).map {
            sampler.cell(plane.vertical, vertical, 1 - (Double($0) + 0.5) / Double(image.height))
        }
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            for (line, row) in rows.enumerated() {
                guard let row else { continue }
                sampler.fill(UnsafeMutableBufferPointer(rebasing: pixels[(line * columns.count)..<((line + 1) * columns.count)]), row, columns)
            }
        }
        return image
    }
}

/// Turns interpolated values into pixels.
struct PlaneSampler {
    /// Fractions of the colour scale [row][column], interpolated instead of values: logarithms are taken once a point.
    private let fractions: [Double]
    private let columns: Int
    private let indicator: [Double]?
    private let palette: [UInt32]

    private static let paletteSize = 256

    init(_ field: ColorField) {
        let mask = field.plane.hasHoles ? PlaneMask(field.plane) : nil
        let scale = AxisScale(range: field.scale.range, isLogarithmic: field.scale.isLogarithmic)
        fractions = (mask?.filled ?? field.plane).values.map { value in
            value.isNaN ? .nan : min(max(scale.fraction(of: value), -1), 2)
        }
        columns = field.plane.columns
        indicator = mask?.indicator.values
        palette = (0..<Self.paletteSize).map { index in
            ColorImage.pixel(field.scale.map.color(at: Double(index) / Double(Self.paletteSize - 1)))
        }
    }

    /// The cell of a position on the page; nil outside the plane.
    func cell(_ points: [Double], _ axis: AxisScale, _ fraction: Double) -> PlaneCell? {
        guard points.count > 1 else { return PlaneCell(points, at: points[0]) }
        return PlaneCell(points, at: axis.value(at: fraction))
    }

    func fill(_ pixels: UnsafeMutableBufferPointer<UInt32>, _ row: PlaneCell, _ cells: [PlaneCell?]) {
        let (low, high) = (row.index * columns, row.next * columns)
        let last = Double(Self.paletteSize - 1)
        fractions.withUnsafeBufferPointer { values in
            for (position, cell) in cells.enumerated() {
                guard let cell else { continue }
                func mixed(_ source: UnsafeBufferPointer<Double>) -> Double {
                    let below = source[low + cell.index] + cell.part * (source[low + cell.next] - source[low + cell.index])
                    let above = source[high + cell.index] + cell.part * (source[high + cell.next] - source[high + cell.index])
                    return below + row.part * (above - below)
                }
                if let indicator, indicator.withUnsafeBufferPointer(mixed) < 0.5 { continue }
                let fraction = mixed(values)
                guard !fraction.isNaN else { continue }
                pixels[position] = palette[Int(min(max(fraction, 0), 1) * last + 0.5)]
            }
        }
    }
}
