import Fields
import Foundation
import NumericsCore
import Plots
import XCTest

/// The picture that suits a field is chosen, shows its values where they belong, and refusals say why.
final class FieldFigureTests: XCTestCase {
    private func field(_ name: String, _ axes: [GridAxis], components: [String]? = nil, _ value: ([Double], Int) -> Double) -> Field {
        let grid = Grid(axes)
        let names = components ?? [name]
        let values = names.indices.flatMap { component in (0..<grid.count).map { value(grid.point(at: $0), component) } }
        return Field(
            name: name, componentNames: names, isVector: components != nil, grid: grid,
            values: Tensor(shape: [names.count] + grid.shape, elements: values))
    }

    private let line = [GridAxis.chebyshev("x", breaks: [-1, 1], degree: 12)]
    private let square = [GridAxis.chebyshev("x", breaks: [0, 1], degree: 10), GridAxis.periodic("y", from: 0, to: 2 * .pi, count: 16)]

    private func series(_ axes: [GridAxis], times: [Double?] = [nil], components: [String]? = nil) -> FieldSeries {
        FieldSeries(
            times.map { time in
                Snapshot(
                    time: time,
                    fields: [field("u", axes, components: components) { point, component in
                        point.reduce(time ?? 0) { $0 + sin($1) } + Double(component)
                    }])
            }, label: "run")
    }

    private func kinds(_ figure: Figure) -> [String] {
        figure.panels.flatMap { panel in
            panel.layers.map { layer in
                switch layer {
                case .curve: "curve"
                case .map: "map"
                case .contours: "contours"
                case .arrows: "arrows"
                case .streamlines: "streamlines"
                }
            }
        }
    }

    private func planes(_ figure: Figure) -> [PlaneValues] {
        figure.panels.flatMap { $0.layers.compactMap { if case .map(let field) = $0 { field.plane } else { nil } } }
    }

    func testTheKindSuitsTheField() throws {
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series([], times: [0, 1, 2]))), ["curve"])
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(line))), ["curve"])
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(line, times: [0, 1]))), ["map"])
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(square))), ["map", "contours"])
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(square, components: ["x", "y"]))), ["map", "streamlines"])
        let volume = square + [GridAxis.uniform("z", from: 0, to: 1, count: 5)]
        let slices = try FieldFigure.make("u", of: series(volume))
        XCTAssertEqual(slices.panels.map(\.title), ["z = 0.5", "y = 3.142", "x = 0.5"])
        XCTAssertNotNil(slices.sharedColors)
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(volume), options: PlotOptions(slices: ["z": 0.25]))), ["map", "contours"])
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(volume), options: PlotOptions(slices: ["z": 0.25, "y": 1]))), ["curve"])
        let quiver = PlotOptions(kind: .quiver)
        XCTAssertEqual(kinds(try FieldFigure.make("u", of: series(square, components: ["x", "y"]), options: quiver)), ["map", "arrows"])
        let times = try FieldFigure.make("u", of: series(square, times: (0...20).map { Double($0) }), options: PlotOptions(kind: .times))
        XCTAssertEqual(times.panels.map(\.title), ["t = 0", "t = 4", "t = 8", "t = 12", "t = 16", "t = 20"])
    }

    /// Between the points of a spectral grid the method's own interpolation is shown, which is exact for a sine to 1e-7 here.
    func testValuesAreShownWhereTheyBelong() throws {
        let plane = try XCTUnwrap(planes(FieldFigure.make("u", of: series(square))).first)
        XCTAssertGreaterThan(plane.columns, 150)
        XCTAssertEqual(plane.vertical.last ?? 0, 2 * .pi, accuracy: 1e-12)
        for (row, y) in plane.vertical.enumerated() {
            for (column, x) in plane.horizontal.enumerated() {
                XCTAssertEqual(plane[row, column], sin(x) + sin(y), accuracy: 1e-7)
            }
        }
        let spaceTime = try XCTUnwrap(planes(FieldFigure.make("u", of: series(line, times: [0, 0.5, 2]))).first)
        XCTAssertEqual(spaceTime.horizontal, [0, 0.5, 2])
        XCTAssertEqual(spaceTime.value(at: PlotPoint(1.25, 0)), 1.25, accuracy: 1e-9)
    }

    func testHolesStayAsTheyAre() throws {
        let holed = field("u", square) { point, _ in point[0] < 0.5 ? .nan : point[1] }
        let plane = try XCTUnwrap(planes(FieldFigure.make("u", of: FieldSeries([Snapshot(time: nil, fields: [holed])]))).first)
        XCTAssertEqual(plane.columns, 11)
        XCTAssertEqual(plane.rows, 17)
        XCTAssertEqual(plane.values.count(where: \.isNaN), 5 * 17)
    }

    /// A disk on a coarse grid keeps its edge: the region decides which pixels are drawn, not the points.
    func testARegionGivesAMaskedPlaneItsEdge() throws {
        let axes = [GridAxis.uniform("x", from: -1, to: 1, count: 13), GridAxis.uniform("y", from: -1, to: 1, count: 13)]
        let disk = Shape.ball(centre: [0, 0], radius: 0.8)
        let masked = field("u", axes) { point, _ in point[0] * point[0] + point[1] * point[1] <= 0.64 ? 1 : .nan }
        let series = FieldSeries([Snapshot(time: nil, fields: [masked])], region: disk)
        let figure = try FieldFigure.make("u", of: series)
        guard case .map(let map)? = figure.panels[0].layers.first else { return XCTFail() }
        let edge = try XCTUnwrap(map.edge)
        let outline = ContourLines(of: edge, level: 0).lines
        XCTAssertEqual(outline.count, 1)
        for point in outline[0] { XCTAssertEqual(hypot(point.x, point.y), 0.8, accuracy: 1e-3) }
        XCTAssertEqual(kinds(figure).filter { $0 == "contours" }.count, 2, "level lines and the outline")
        let volume = axes + [GridAxis.uniform("z", from: -1, to: 1, count: 13)]
        let ball = Shape.ball(centre: [0, 0, 0], radius: 0.8)
        let solid = field("u", volume) { point, _ in point.reduce(0) { $0 + $1 * $1 } <= 0.64 ? 1 : .nan }
        let slice = try FieldFigure.make(
            "u", of: FieldSeries([Snapshot(time: nil, fields: [solid])], region: ball), options: PlotOptions(slices: ["z": 0.48]))
        XCTAssertEqual(slice.panels[0].title, "z = 0.5", "the nearest plane of the grid")
        guard case .map(let cut)? = slice.panels[0].layers.first else { return XCTFail() }
        for point in ContourLines(of: try XCTUnwrap(cut.edge), level: 0).lines.joined() {
            XCTAssertEqual(hypot(point.x, point.y), (0.64 - 0.25).squareRoot(), accuracy: 2e-3)
        }
    }

    func testErrorsAreMagnitudesOnALogarithmicScale() throws {
        let snapshot = Snapshot(
            time: nil, fields: [field("u", line) { point, _ in point[0] + 1e-3 }, field("u_exact", line) { point, _ in point[0] }])
        let series = FieldSeries([snapshot])
        XCTAssertEqual(series.mainFieldNames, ["u"])
        let figure = try FieldFigure.make("u", of: series, options: PlotOptions(showsError: true))
        XCTAssertTrue(figure.panels[0].vertical.isLogarithmic)
        guard case .curve(let curve)? = figure.panels[0].layers.first else { return XCTFail() }
        for point in curve.points { XCTAssertEqual(point.y, 1e-3, accuracy: 1e-12) }
        let plain = try FieldFigure.make("u", of: series)
        XCTAssertEqual(kinds(plain), ["curve", "curve"], "the exact solution is drawn over it")
        XCTAssertThrowsError(try FieldFigure.make("u", of: self.series(line), options: PlotOptions(showsError: true)))
    }

    func testRunsAreComparedOnOneScale() throws {
        var other = series(square)
        other.label = "other"
        let figure = try FieldFigure.make("u", of: [series(square), other])
        XCTAssertEqual(figure.panels.map(\.title), ["run", "other"])
        XCTAssertNotNil(figure.sharedColors)
        XCTAssertTrue(figure.panels.allSatisfy { $0.colors == nil })
        let overlay = try FieldFigure.make("u", of: [series(line), FieldSeries(series(line).snapshots, label: "other")])
        XCTAssertEqual(kinds(overlay), ["curve", "curve"])
        XCTAssertThrowsError(try FieldFigure.make("u", of: [series(line), other]))
    }

    func testRefusalsSayWhy() {
        func refusal(_ body: @autoclosure () throws -> Figure) -> PlotError? {
            do { _ = try body() } catch { return error as? PlotError }
            return nil
        }
        XCTAssertEqual(refusal(try FieldFigure.make("w", of: series(line))), .fieldMissing("w", available: ["u"]))
        XCTAssertEqual(refusal(try FieldFigure.make("u", of: FieldSeries([]))), .nothingToShow)
        XCTAssertEqual(refusal(try FieldFigure.make("u", of: series(square), options: PlotOptions(slices: ["q": 0]))), .axisMissing("q", available: ["x", "y"]))
        XCTAssertEqual(refusal(try FieldFigure.make("u", of: series(square), options: PlotOptions(slices: ["x": 3]))), .outside(axis: "x", value: 3, range: 0...1))
        XCTAssertEqual(refusal(try FieldFigure.make("u", of: series(line, times: [0, 1]), options: PlotOptions(moment: .index(5)))), .indexMissing(5, count: 2))
        XCTAssertEqual(refusal(try FieldFigure.make("u", of: series(line, times: [0, 1]), options: PlotOptions(moment: .time(9)))), .timeMissing(9, range: 0...1))
        for kind in [PlotKind.map, .slices, .spaceTime, .times, .streamlines, .quiver, .phase] {
            guard case .unsuitable? = refusal(try FieldFigure.make("u", of: series(line), options: PlotOptions(kind: kind))) else {
                XCTFail(kind.rawValue)
                continue
            }
        }
    }

    func testHistoryTellsResidualsFromCounts() throws {
        let text = """
            {"step": 1, "time": null, "phase": "Newton", "residuals": {"equation": 1e-2, "unknowns": 17.0}, "wall": 0.1}
            {"step": 2, "time": null, "phase": "Newton", "residuals": {"equation": 1e-7, "unknowns": 33.0}, "wall": 0.2}
            {"step": 3, "time": null, "phase": "fine", "residuals": {"equation": 0.0, "unknowns": 33.0}, "wall": 0.2}
            {"step": 4, "time": nu
            """
        let history = ConvergenceHistory(lines: text)
        XCTAssertEqual(history.entries.count, 3)
        let figure = try history.figure()
        XCTAssertEqual(figure.panels.map(\.vertical.label), ["residual", "unknowns"])
        XCTAssertEqual(figure.panels.map(\.vertical.isLogarithmic), [true, false])
        XCTAssertThrowsError(try ConvergenceHistory([]).figure())
    }

    func testCountsHavePanelsOfTheirOwnAndWholeTicks() throws {
        let figure = try ConvergenceHistory((1...3).map { step in
            .init(
                step: Double(step), time: nil, phase: "",
                quantities: [
                    "cycles": Double(step), "unknowns": 1000 * Double(step), "accelerated": Double(step % 2), "residual": 0.1, "correction": 0,
                ])
        }).figure()
        XCTAssertEqual(figure.panels.map(\.vertical.label), ["residual", "cycles", "unknowns"])
        // What is zero throughout has no place on a logarithmic scale, nor in its legend.
        XCTAssertEqual(figure.panels[0].layers.count, 1)
        XCTAssertTrue(figure.panels.allSatisfy { $0.horizontal.isCount })
        XCTAssertEqual(figure.panels.map(\.vertical.isCount), [false, true, true])
        let ticks = TickSet.ticks(for: 1...3, isCount: true, target: 5)
        XCTAssertEqual(ticks.major.map(\.label), ["1", "2", "3"])
        XCTAssertEqual(TickSet.ticks(for: 0.9...3.1, isCount: true, target: 4).major.map(\.value), [1, 2, 3])
        XCTAssertEqual(TickSet.ticks(for: 1...3, target: 5).major.count, 5)
        XCTAssertEqual(TickSet.ticks(for: 0...4000, isCount: true, target: 5), TickSet.ticks(for: 0...4000, target: 5))
    }

    func testAHistoryThatGoesThroughTimeTwiceIsDrawnOverSteps() throws {
        func history(_ times: [Double]) -> ConvergenceHistory {
            ConvergenceHistory(times.enumerated().map { step, time in
                .init(step: Double(step), time: time, phase: "", quantities: ["error": 0.1, "cycles": Double(step)])
            })
        }
        for (times, label) in [([0, 0.5, 1], "t"), ([0, 1, 0, 1], "step")] {
            let figure = try history(times).figure()
            XCTAssertEqual(figure.panels.map(\.horizontal.label), [label, label])
            // Counts may begin with 0.
            XCTAssertEqual(figure.panels.map(\.vertical.label), ["residual", "cycles"])
        }
    }
}
