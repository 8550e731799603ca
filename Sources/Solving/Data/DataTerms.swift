import Expressions
import Fields
import Foundation
import NumericsCore
import Problems

/// The terms of a problem's data and their highest places.
public enum DataTerms {
    /// Points around the highest one so far, and how often they are drawn closer together: to 2^-40 of the first distance, so that what
    /// is left of a singularity that can be integrated is next to nothing.
    private static let zoomCount = 256, zooms = 40
    /// Quarters of halvings of a range between which widths are told apart.
    private static let quarters = 168

    /// The peaks of all terms that a method must see.
    /// - Parameter tolerance: of the method. Peaks that make up less of the data than its square root do not count: points that see
    ///   nothing of them lose half of the digits asked for at most.
    public static func peaks(of problem: Problem, tolerance: Double) -> [DataPeak] {
        guard problem.coordinates.count <= PointRule.sobol(.owen).dimensionLimit else { return [] }
        let points = ProbePoints.all(of: problem)
        let inside = problem.region.map { region -> [Bool] in
            let space = problem.spaceIndices
            return region.contains(Tensor(
                shape: [points.shape[1], space.count],
                elements: (0..<points.shape[1]).flatMap { point in space.map { points[$0, point] } }))
        }
        var found: [DataPeak] = []
        for (index, equation) in problem.equations.enumerated() {
            found += peaks(.equation(index), equation.residual, fixed: [:], points, inside, problem)
        }
        for (index, condition) in problem.conditions.enumerated() {
            guard let fixed = fixed(condition, problem) else { continue }
            found += peaks(.condition(index), condition.residual, fixed: fixed, points, inside, problem)
        }
        return found.filter { $0.share > tolerance.squareRoot() }
    }

    /// The same without data on sides: what a basis of functions of space must hold.
    public static func evolutionPeaks(of problem: Problem, tolerance: Double) -> [DataPeak] {
        peaks(of: problem, tolerance: tolerance).filter { peak in
            guard case .condition(let index) = peak.law else { return true }
            if case .instant = problem.conditions[index].place { return true }
            return false
        }
    }

    /// The coordinate that a condition holds at a value of; nil on parts of shapes and of sides.
    private static func fixed(_ condition: Condition, _ problem: Problem) -> [Int: Double]? {
        guard condition.extent == nil else { return nil }
        switch condition.place {
        case .instant(let time): return problem.timeIndex.map { [$0: time] }
        case .side(let side) where problem.isBox:
            let range = problem.coordinates[side.coordinate]
            return [side.coordinate: side.isUpper ? range.upper : range.lower]
        default: return nil
        }
    }

    private static func peaks(
        _ law: DataPeak.Law, _ residual: Expressions.Expression, fixed: [Int: Double], _ points: Tensor<Double>, _ inside: [Bool]?, _ problem: Problem
    ) -> [DataPeak] {
        let held = residual.substituting { symbol in
            if case .coordinate(let index) = symbol { fixed[index].map(Expressions.Expression.constant) } else { nil }
        }
        let terms = held.dataParts.flatMap(\.terms)
        guard terms.contains(where: \.varies) else { return [] }
        let values = values(of: terms, at: points, problem: problem)
        let chosen = (0..<points.shape[1]).filter { point in inside?[point] ?? true && values.allSatisfy { $0[point].isFinite } }
        guard !chosen.isEmpty else { return [] }
        let means = values.map { row in chosen.reduce(0) { $0 + abs(row[$1]) } / Double(chosen.count) }
        return terms.indices.filter { terms[$0].varies }.compactMap { index in
            let start = chosen.max { abs(values[index][$0]) < abs(values[index][$1]) }!
            guard values[index][start] != 0 else { return nil }
            let position = problem.coordinates.indices.map { fixed[$0] ?? points[$0, start] }
            let top = climbed(terms[index], from: position, fixed: Set(fixed.keys), count: points.shape[1], problem)
            let widths = widths(terms[index], top, problem)
            // The mean of a narrow peak from its size, since the points may miss it.
            let own = zip(widths, problem.coordinates).reduce(top.height) { $0 * min(2 * $1.0 / $1.1.length, 1) }
            let others = means.indices.reduce(0) { $1 == index ? $0 : $0 + means[$1] }
            return DataPeak(
                law: law, position: top.position, widths: widths, share: own / (max(own, means[index]) + others), term: terms[index],
                height: top.height, problem: problem)
        }
    }

    /// Climbs to the highest place near a point: the highest of many around it, again and again with half the distances.
    private static func climbed(
        _ term: Expressions.Expression, from start: [Double], fixed: Set<Int>, count: Int, _ problem: Problem
    ) -> (position: [Double], height: Double) {
        let ranges = problem.coordinates
        let unit = ProbePoints.sequence(
            zoomCount, in: ShapeBounds(lower: ranges.map { _ in -1.0 }, upper: ranges.map { _ in 1.0 }))
        var best = start
        var height = abs(value(term, best, problem))
        var reach = 2 * pow(Double(count), -1 / Double(ranges.count))
        for _ in 0..<zooms {
            let rows = unit.map { row in
                ranges.indices.map { fixed.contains($0) ? best[$0] : min(max(best[$0] + reach * ranges[$0].length * row[$0], ranges[$0].lower), ranges[$0].upper) }
            }
            let around = Tensor(shape: [ranges.count, rows.count], elements: ranges.indices.flatMap { axis in rows.map { $0[axis] } })
            let found = values(of: [term], at: around, problem: problem)[0]
            for (row, value) in zip(rows, found) where value.isFinite && abs(value) > height { (best, height) = (row, abs(value)) }
            reach /= 2
        }
        return (best, height)
    }

    /// Half widths along the coordinates; the length of the range where the term is no single peak along a coordinate: what it holds beside
    /// the peak, waves for example, is seen without that.
    private static func widths(
        _ term: Expressions.Expression, _ top: (position: [Double], height: Double), _ problem: Problem
    ) -> [Double] {
        problem.coordinates.enumerated().map { axis, range in
            let width = [-1.0, 1.0].map { halfWidth(term, top, along: axis, $0 * range.length, problem) }.max()!
            let places = (0..<lineCount).map { range.lower + range.length * (Double($0) + 0.5) / Double(lineCount) }
            let line = Tensor(
                shape: [problem.coordinates.count, lineCount],
                elements: top.position.enumerated().flatMap { index, value in
                    index == axis ? places : Array(repeating: value, count: lineCount)
                })
            let mean = values(of: [term], at: line, problem: problem)[0].reduce(0) { $0 + abs($1) } / Double(lineCount)
            return mean * range.length > isolation * 2 * width * top.height ? range.length : width
        }
    }

    /// Points along a line on which a peak is compared with the rest.
    private static let lineCount = 512
    /// A term that holds more than this many times its highest peak along a line is not that peak.
    private static let isolation = 2.0

    /// Distance to where the term falls to half, or to the end of the range.
    /// - Parameter length: of the range, negative for the other direction.
    private static func halfWidth(
        _ term: Expressions.Expression, _ top: (position: [Double], height: Double), along axis: Int, _ length: Double, _ problem: Problem
    ) -> Double {
        let range = problem.coordinates[axis]
        var last = 0.0
        for quarter in (0...quarters).reversed() {
            let distance = length * pow(0.5, 0.25 * Double(quarter))
            var place = top.position
            place[axis] += distance
            guard place[axis] >= range.lower, place[axis] <= range.upper else { return last }
            last = abs(distance)
            if !(abs(value(term, place, problem)) >= 0.5 * top.height) { return last }
        }
        return last
    }

    private static func value(_ term: Expressions.Expression, _ place: [Double], _ problem: Problem) -> Double {
        term.value { problem.value(of: $0, at: place) } ?? .nan
    }

    /// Values [formula][point] at points [coordinate][point].
    static func values(of formulas: [Expressions.Expression], at points: Tensor<Double>, problem: Problem) -> [[Double]] {
        let symbols = formulas.reduce(into: Set<Symbol>()) { $0.formUnion($1.symbols) }.sorted { "\($0)" < "\($1)" }
        let count = points.shape[1]
        let inputs = symbols.flatMap { symbol -> [Double] in
            if case .coordinate(let index) = symbol { return (0..<count).map { points[index, $0] } }
            return Array(repeating: problem.value(of: symbol, at: []) ?? .nan, count: count)
        }
        let program = BatchProgram(formulas, inputs: symbols)
        var outputs = Tensor(shape: [formulas.count, count], repeating: 0.0)
        var workspace = program.makeWorkspace()
        program.evaluate(inputs: Tensor(shape: [symbols.count, count], elements: inputs), outputs: &outputs, workspace: &workspace)
        return formulas.indices.map { row in Array(outputs.elements[row * count..<(row + 1) * count]) }
    }
}

extension Expressions.Expression {
    /// Whether a coordinate occurs.
    fileprivate var varies: Bool { contains { if case .coordinate = $0 { true } else { false } } }
}
