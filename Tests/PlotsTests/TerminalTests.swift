import Foundation
import Plots
import XCTest

/// Figures in characters: dots in the right places, lines that fit, colours only where they are wanted.
final class TerminalTests: XCTestCase {
    func testDotsOfBraille() {
        var raster = BrailleRaster(columns: 2, rows: 1)
        raster.set(0, 0, .black)
        raster.set(3, 3, .black)
        XCTAssertEqual(raster.cell(0, 0)?.character, "⠁")
        XCTAssertEqual(raster.cell(0, 1)?.character, "⢀")
        raster.set(-1, 0, .black)
        raster.set(9, 9, .black)
        var diagonal = BrailleRaster(columns: 2, rows: 1)
        diagonal.line(PlotPoint(0, 0), PlotPoint(3, 3), .black)
        XCTAssertEqual(diagonal.cell(0, 0)?.character, "⠑")
        XCTAssertEqual(diagonal.cell(0, 1)?.character, "⢄")
        var outside = BrailleRaster(columns: 2, rows: 1)
        outside.line(PlotPoint(-1e9, 1), PlotPoint(1e9, 1), .black)
        XCTAssertEqual(outside.cell(0, 0)?.character, "⠒")
        outside.line(PlotPoint(-5, -5), PlotPoint(-1, -1), .black)
        XCTAssertNil(BrailleRaster(columns: 1, rows: 1).cell(0, 0))
    }

    private var curveFigure: Figure {
        let points = (0...100).map { PlotPoint(Double($0) / 100, sin(Double($0) / 10)) }
        let other = points.map { PlotPoint($0.x, -$0.y) }
        let layers: [Layer] = [.curve(Curve(points, label: "sine")), .curve(Curve(other, label: "minus sine", stroke: .dashed))]
        return Figure(
            title: "A title that is a good deal longer than a narrow terminal is wide",
            panels: [Panel(horizontal: PlotAxis("x"), vertical: PlotAxis("u"), layers: layers)])
    }

    private var mapFigure: Figure {
        let points = (0...20).map { Double($0) / 20 }
        let plane = PlaneValues(horizontal: points, vertical: points, values: points.flatMap { y in points.map { $0 * y > 0.8 ? .nan : $0 } })
        let scale = ColorScale.fitting(plane.values, label: "u")
        return Figure(panels: [
            Panel(horizontal: PlotAxis("x"), vertical: PlotAxis("y"), layers: [.map(ColorField(plane, scale: scale))], colors: scale, keepsAspect: true)
        ])
    }

    func testLinesFitTheWidth() {
        for width in [24, 40, 80, 200] {
            for figure in [curveFigure, mapFigure] {
                let text = figure.terminalText(width: width)
                XCTAssertFalse(text.contains("\u{1B}"))
                for line in text.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, width, String(line)) }
            }
        }
        XCTAssertTrue(curveFigure.terminalText(width: 60).contains("a sine   b minus sine"))
    }

    func testAMapWithoutColoursDarkensWithItsValues() {
        let row = mapFigure.terminalText(width: 60).split(separator: "\n").first { $0.contains("┤") || $0.contains("│") }
        XCTAssertNotNil(row)
        let bottom = mapFigure.terminalText(width: 60).split(separator: "\n").last { $0.contains("│") || $0.contains("┤") } ?? ""
        let ramp = Array(" .:-=+*#%@")
        let places = bottom.drop { $0 != "│" && $0 != "┤" }.dropFirst().compactMap { ramp.firstIndex(of: $0) }
        XCTAssertEqual(places, places.sorted())
        XCTAssertEqual(places.last, 9)
    }

    func testColoursAreReset() {
        for colours in [TerminalColours.indexed, .full] {
            let text = mapFigure.terminalText(width: 60, colours: colours)
            XCTAssertTrue(text.contains(colours == .full ? "\u{1B}[38;2;" : "\u{1B}[38;5;"))
            for line in text.split(separator: "\n") where line.contains("\u{1B}") {
                XCTAssertEqual(line.components(separatedBy: "\u{1B}[0m").count, line.components(separatedBy: "\u{1B}[3").count)
            }
        }
    }

    func testEmptyPanelsSaySo() {
        let empty = Figure(panels: [Panel(horizontal: PlotAxis("x"), vertical: PlotAxis("u"), layers: [.curve(Curve([]))])])
        XCTAssertTrue(empty.terminalText(width: 60).contains("no finite values"))
    }
}
