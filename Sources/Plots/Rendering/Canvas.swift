import Foundation

/// What a figure is drawn on: a page measured in points, y downwards.
protocol Canvas: AnyObject {
    /// Pixels to a point for images.
    var pixelsPerPoint: Double { get }

    func extent(of text: String, font: PlotFont) -> TextExtent
    func fill(_ path: Path, _ color: PlotColor)
    func stroke(_ path: Path, _ style: StrokeStyle)
    func draw(_ text: PlacedText)
    func draw(_ image: ColorImage, in rectangle: PlotRectangle)
    /// Draws what `body` draws inside a rectangle only.
    func clipping(to rectangle: PlotRectangle, _ body: () -> Void)
}

/// Size and weight of text; the family is the system's sans serif.
struct PlotFont: Hashable {
    var size: Double
    var isBold = false
}

/// Size of a line of text in points.
struct TextExtent: Hashable {
    var width: Double
    /// From the top of tall letters to the bottom of hanging ones.
    var height: Double
    /// From the top to the base line.
    var ascent: Double
}

/// A line of text and where it stands.
struct PlacedText {
    enum Anchor {
        case start, middle, end
    }

    var text: String
    /// The place of the anchors.
    var place: PlotPoint
    var font: PlotFont
    var color: PlotColor
    /// Which part of the text along the line of writing is at the place.
    var along: Anchor = .start
    /// Which part across it: start is the top.
    var across: Anchor = .middle
    /// Turn in radians, clockwise.
    var angle = 0.0
    /// A border around the letters that sets them off from what is below.
    var halo: PlotColor?

    /// The smallest upright rectangle around the text.
    func bounds(_ extent: TextExtent) -> PlotRectangle {
        let left = offset(along, extent.width), top = offset(across, extent.height)
        let corners = [(left, top), (left + extent.width, top), (left, top + extent.height), (left + extent.width, top + extent.height)]
        let (cosine, sine) = (cos(angle), sin(angle))
        let turned = corners.map { (place.x + $0.0 * cosine - $0.1 * sine, place.y + $0.0 * sine + $0.1 * cosine) }
        let (xs, ys) = (turned.map(\.0), turned.map(\.1))
        let (x, y) = (xs.min() ?? 0, ys.min() ?? 0)
        return PlotRectangle(x: x, y: y, width: (xs.max() ?? 0) - x, height: (ys.max() ?? 0) - y)
    }

    func offset(_ anchor: Anchor, _ length: Double) -> Double {
        switch anchor {
        case .start: 0
        case .middle: -length / 2
        case .end: -length
        }
    }
}
