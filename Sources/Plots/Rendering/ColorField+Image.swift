import Foundation

extension ColorField {
    /// The pixels of the field between the ends of two axes.
    func image(width: Int, height: Int, horizontal: AxisScale, vertical: AxisScale) -> ColorImage {
        var image = ColorImage(width: max(width, 1), height: max(height, 1))
        // Rows of an image go down, those of a plane up.
        let across = (0..<image.width).map { horizontal.value(at: (Double($0) + 0.5) / Double(image.width)) }
        let upwards = (0..<image.height).map { vertical.value(at: 1 - (Double($0) + 0.5) / Double(image.height)) }
        let sampler = PlaneSampler(self, across)
        image.pixels.withUnsafeMutableBufferPointer { pixels in
            for (line, position) in upwards.enumerated() {
                let range = (line * across.count)..<((line + 1) * across.count)
                sampler.fill(UnsafeMutableBufferPointer(rebasing: pixels[range]), at: position)
            }
        }
        return image
    }
}

/// Turns interpolated values into pixels.
struct PlaneSampler {
    /// Fractions of the colour scale, interpolated instead of values: logarithms are taken once a point.
    private let fractions: PlaneLookup
    /// What is to be below a bound for a pixel to be drawn; nil draws all.
    private let edge: (lookup: PlaneLookup, bound: Double)?
    private let palette: [UInt32]

    private static let paletteSize = 512

    /// - Parameter across: positions of the columns of pixels.
    init(_ field: ColorField, _ across: [Double]) {
        let mask = field.plane.hasHoles ? PlaneMask(field.plane) : nil
        let scale = AxisScale(range: field.scale.range, isLogarithmic: field.scale.isLogarithmic)
        let shown = (mask?.filled ?? field.plane).map { value in
            value.isNaN ? .nan : min(max(scale.fraction(of: value), -1), 2)
        }
        fractions = PlaneLookup(shown, across)
        if let edge = field.edge {
            self.edge = (PlaneLookup(edge, across), 0)
        } else {
            edge = mask.map { (PlaneLookup($0.indicator.map { -$0 }, across), -0.5) }
        }
        palette = (0..<Self.paletteSize).map { index in
            ColorImage.pixel(field.scale.map.color(at: Double(index) / Double(Self.paletteSize - 1)))
        }
    }

    /// Fills a row of pixels at a height; pixels outside the plane stay as they are.
    func fill(_ pixels: UnsafeMutableBufferPointer<UInt32>, at height: Double) {
        guard let row = fractions.row(height) else { return }
        let edgeRow = edge?.lookup.row(height)
        let last = Double(Self.paletteSize - 1)
        for column in pixels.indices {
            if let edge, let edgeRow, edge.lookup.value(edgeRow, column) > edge.bound { continue }
            let fraction = fractions.value(row, column)
            guard !fraction.isNaN else { continue }
            pixels[column] = palette[Int(min(max(fraction, 0), 1) * last + 0.5)]
        }
    }
}

/// Bilinear interpolation at many heights for the same columns.
struct PlaneLookup {
    private let plane: PlaneValues
    private let cells: [PlaneCell?]

    init(_ plane: PlaneValues, _ across: [Double]) {
        self.plane = plane
        // A plane of one column fills the width.
        cells = across.map { plane.columns > 1 ? PlaneCell(plane.horizontal, at: $0) : PlaneCell(plane.horizontal, at: plane.horizontal[0]) }
    }

    /// The rows around a height; nil outside.
    func row(_ height: Double) -> PlaneCell? {
        plane.rows > 1 ? PlaneCell(plane.vertical, at: height) : PlaneCell(plane.vertical, at: plane.vertical[0])
    }

    /// The value in a column; NaN outside.
    func value(_ row: PlaneCell, _ column: Int) -> Double {
        guard let cell = cells[column] else { return .nan }
        let (low, high) = (row.index * plane.columns, row.next * plane.columns)
        return plane.values.withUnsafeBufferPointer { source in
            let below = source[low + cell.index] + cell.part * (source[low + cell.next] - source[low + cell.index])
            let above = source[high + cell.index] + cell.part * (source[high + cell.next] - source[high + cell.index])
            return below + row.part * (above - below)
        }
    }
}
