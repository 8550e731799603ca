import Foundation
import Plots
import XCTest

/// Nothing that is written on a figure is cut off or lies on something else that is written, whatever is drawn.
final class LayoutTests: XCTestCase {
    private let sizes = [
        FigureSize.standard, FigureSize(width: 200, height: 140), FigureSize(width: 1200, height: 300), FigureSize(width: 240, height: 700),
    ]

    private func map(_ value: (Double, Double) -> Double, width: Double = 1, label: String = "u") -> Panel {
        let x = (0...12).map { width * Double($0) / 12 }, y = (0...12).map { Double($0) / 12 }
        let plane = PlaneValues(horizontal: x, vertical: y, values: y.flatMap { v in x.map { value($0, v) } })
        let scale = ColorScale.fitting(plane.values, label: label)
        return Panel(
            title: "t = 0.5", horizontal: PlotAxis("x"), vertical: PlotAxis("y"), layers: [.map(ColorField(plane, scale: scale))],
            colors: scale, keepsAspect: true)
    }

    private func curves(_ points: [PlotPoint], label: String = "u", name: String = "", isLogarithmic: Bool = false) -> Panel {
        Panel(
            horizontal: PlotAxis("x"), vertical: PlotAxis(label, isLogarithmic: isLogarithmic),
            layers: [.curve(Curve(points, label: name)), .curve(Curve(points, label: name.isEmpty ? "" : name + " reference", stroke: .dashed))])
    }

    private func line(_ value: (Double) -> Double) -> [PlotPoint] { (0...50).map { PlotPoint(Double($0) / 50, value(Double($0) / 50)) } }

    private var panels: [String: Panel] {
        let long = String(repeating: "a very long name of a quantity ", count: 6)
        return [
            "plain": curves(line { $0 }), "constant": curves(line { _ in 0.3 }), "negative zero": curves(line { _ in -0.0 }),
            "huge": curves(line { ($0 - 0.5) * 2e300 }), "tiny": curves(line { $0 * 1e-300 }),
            "offset": curves(line { 1e6 + $0 * 1e-3 }), "round-off": curves(line { 1 + $0 * 1e-15 }),
            "not a number": curves(line { _ in .nan }), "infinite": curves(line { $0 > 0.5 ? .infinity : $0 }), "empty": curves([]),
            "one point": curves([PlotPoint(2, 3)]), "long names": curves(line { $0 }, label: long, name: long),
            "decades": curves(line { pow(10, -300 + 600 * $0) }, isLogarithmic: true),
            "map": map { $0 * $1 }, "constant map": map { _, _ in 7 }, "empty map": map { _, _ in .nan },
            "huge map": map({ x, y in (x - y) * 1e305 }, label: long), "flat map": map({ x, _ in 1e8 + x * 1e-3 }, width: 30),
            "upright map": map({ x, y in x + y }, width: 0.01),
        ]
    }

    private func check(_ figure: Figure, _ name: String) throws {
        let page = PlotRectangle(x: 0, y: 0, width: figure.size.width, height: figure.size.height)
        let texts = try figure.textBounds()
        for (index, text) in texts.enumerated() {
            XCTAssertTrue(page.contains(text.bounds), "\(name), \(figure.size): '\(text.text)' is cut off at \(text.bounds)")
            for other in texts[(index + 1)...] where text.bounds.intersects(other.bounds) {
                // Heights hold room for hanging letters; a third of it may be shared.
                let shared = min(text.bounds.bottom, other.bounds.bottom) - max(text.bounds.y, other.bounds.y)
                XCTAssertLessThan(shared, min(text.bounds.height, other.bounds.height) / 3, "\(name), \(figure.size): '\(text.text)' lies on '\(other.text)'")
            }
        }
        XCTAssertGreaterThan(try figure.encoded().count, 200)
    }

    func testTextIsNeitherCutOffNorOverlapping() throws {
        for (name, panel) in panels {
            for size in sizes { try check(Figure(title: "Viscous Burgers, a front that steepens", panels: [panel], size: size), name) }
        }
    }

    func testManyPanelsShareAPage() throws {
        let shared = map { $0 * $1 }
        var bare = shared
        bare.colors = nil
        for count in 2...6 {
            let figure = Figure(
                title: "Several", panels: Array(repeating: bare, count: count), columns: min(count, 3), sharedColors: shared.colors,
                size: FigureSize(width: 900, height: 300 * Double((count + 2) / 3)))
            try check(figure, "\(count) panels")
        }
    }
}
