import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

final class WindowedFunctionTests: XCTestCase {
    private static func network(_ ranges: [ClosedRange<Double>], hidden: [Int]) -> Perceptron {
        Perceptron(
            inputMap: InputMap(ranges.map { .interval(from: $0.lowerBound, to: $0.upperBound) }), hidden: hidden, outputs: 2)
    }

    private static func points(_ coordinates: Int, _ count: Int) -> Tensor<Double> {
        var stream = RandomStream(seed: 7, name: "points")
        return Tensor(shape: [coordinates, count], elements: (0..<coordinates * count).map { _ in stream.uniform(from: -1, to: 2) })
    }

    private static let layouts = [
        JetLayout(coordinateCount: 2, derivatives: [MultiIndex([2]), MultiIndex([1, 2])]),
        JetLayout(
            coordinateCount: 2, derivatives: [],
            combinations: [[MultiIndex([2]), MultiIndex([0, 2])].map { JetEntry.Term(coefficient: 1, derivative: $0) }]),
    ]

    func testTheContractOfTapes() {
        let function = WindowedFunction([WindowAxis(from: -1, to: 2, count: 3), WindowAxis(from: -1, to: 2, count: 2, overlap: 1.3)]) {
            Self.network($1, hidden: [3])
        }
        var stream = RandomStream(seed: 3, name: "parameters")
        let parameters = function.initialParameters(from: &stream)
        XCTAssertEqual(parameters.count, function.parameterCount)
        for layout in Self.layouts {
            let contract = TapeContract(
                name: "windows", function: function, parameters: parameters, layout: layout, points: Self.points(2, 13))
            contract.checkJacobian(step: 0.002, tolerance: 1e-10)
            contract.checkPullback()
            contract.checkDirection(step: 0.002, tolerance: 1e-10)
            contract.checkChunks()
        }
    }

    /// Windows add up to one with all their derivatives: parts that are the same function give that function.
    func testEqualPartsGiveThePart() {
        let whole = Self.network([-1...2, -1...2], hidden: [4])
        let function = WindowedFunction([WindowAxis(from: -1, to: 2, count: 4), WindowAxis(from: -1, to: 2, count: 1)]) { _, _ in whole }
        var stream = RandomStream(seed: 3, name: "parameters")
        let parameters = whole.initialParameters(from: &stream)
        let repeated = Tensor((0..<4).flatMap { _ in parameters.elements })
        for layout in Self.layouts {
            let (plain, windowed) = (whole.makeTape(layout: layout, capacity: 16), function.makeTape(layout: layout, capacity: 16))
            plain.forward(parameters: parameters, direction: nil, points: Self.points(2, 16), range: 0..<16)
            windowed.forward(parameters: repeated, direction: nil, points: Self.points(2, 16), range: 0..<16)
            let scale = plain.jets.elements.map(abs).max()!
            // Derivatives of windows are up to (π/s)^k, here 85 in third order, and cancel.
            for place in 0..<plain.jets.count {
                XCTAssertEqual(windowed.jets[place], plain.jets[place], accuracy: 1e-11 * max(scale, 1))
            }
        }
    }

    /// Cells jump where they meet; a cut belongs to the cell below it, and the derivatives are those of the part.
    func testCells() {
        let axes = [WindowAxis(from: -1, to: 2, cuts: [0.25]), WindowAxis(from: -1, to: 2, cuts: [])]
        XCTAssertEqual(axes[0].support(1), 0.25...2)
        let function = WindowedFunction(axes) { Self.network($1, hidden: [4]) }
        XCTAssertEqual(function.parts.count, 2)
        var stream = RandomStream(seed: 3, name: "parameters")
        let parameters = function.initialParameters(from: &stream)
        let layout = Self.layouts[0]
        let points = Tensor(shape: [2, 3], elements: [0.25, 0.25.nextUp, 1.5, 0.3, 0.3, 0.3])
        let tape = function.makeTape(layout: layout, capacity: 8)
        tape.forward(parameters: parameters, direction: nil, points: points, range: 0..<3)
        for (part, lanes) in [[0], [1, 2]].enumerated() {
            let own = function.parts[part].makeTape(layout: layout, capacity: 8)
            own.forward(
                parameters: Tensor(Array(parameters.elements[function.parameterGroups[part]])), direction: nil, points: points, range: 0..<3)
            for lane in lanes {
                for row in 0..<2 * layout.count { XCTAssertEqual(tape.jets[row * 8 + lane], own.jets[row * 8 + lane]) }
            }
            XCTAssertEqual(function.groups(at: points, range: lanes[0]..<lanes[lanes.count - 1] + 1), [part])
        }
        let contract = TapeContract(name: "cells", function: function, parameters: parameters, layout: layout, points: Self.points(2, 13))
        contract.checkJacobian(step: 0.002, tolerance: 1e-10)
        contract.checkPullback()
        contract.checkDirection(step: 0.002, tolerance: 1e-10)
        contract.checkChunks()
    }

    /// What `windows(at:)` and `groups` leave out is zero, and what they hold is not.
    func testWindowsAtPoints() {
        for axis in [WindowAxis(from: -1, to: 2, count: 7), WindowAxis(from: -1, to: 2, count: 5, overlap: 1.2), WindowAxis(from: 0, to: 1, cuts: [0.2, 0.7])] {
            for step in 0...400 {
                let x = axis.lower + (axis.upper - axis.lower) * Double(step) / 400
                let present = axis.windows(at: x)
                for window in 0..<axis.count {
                    let support = axis.support(window)
                    // At an end rounding decides.
                    if !axis.hasCells, abs(x - support.lowerBound) < 1e-12 || abs(x - support.upperBound) < 1e-12 { continue }
                    let isInside = axis.hasCells ? axis.home(of: x) == window : support.lowerBound < x && x < support.upperBound
                    XCTAssertEqual(present.contains(window), isInside, "\(window) at \(x)")
                }
                XCTAssertTrue(present.contains(axis.home(of: x)))
            }
        }
    }

    /// Against values computed with mpmath (40 digits): window i alone is what a part of value one gives.
    func testDerivativesOfWindows() {
        let axis = WindowAxis(from: -1, to: 2, count: 3)
        let function = WindowedFunction([axis]) { _, ranges in
            Perceptron(inputMap: InputMap([.interval(from: ranges[0].lowerBound, to: ranges[0].upperBound)]), hidden: [], outputs: 1)
        }
        XCTAssertEqual(function.parameterCount, 6)
        let layout = JetLayout(coordinateCount: 1, derivatives: [MultiIndex([4])])
        let known: [(x: Double, window: Int, values: [Double])] = [
            (-0.05, 0, [0.67305926811685525, -3.2096601928966201, -14.270916318482785, 207.36318826832644, 4148.7610972576425]),
            (-0.05, 2, [0, 0, 0, 0, 0]),
            (0.9, 1, [0.81250371727795217, -2.3264188320409226, -19.310822755150796, 1.153550920355036, 3397.2393512173396]),
            (0.9, 2, [0.18749628272204783, 2.3264188320409226, 19.310822755150796, -1.153550920355036, -3397.2393512173396]),
        ]
        for (x, window, values) in known {
            let tape = function.makeTape(layout: layout, capacity: 8)
            let parameters = Tensor((0..<6).map { $0 == 2 * window + 1 ? 1.0 : 0 })
            tape.forward(parameters: parameters, direction: nil, points: Tensor(shape: [1, 1], elements: [x]), range: 0..<1)
            for (order, value) in values.enumerated() {
                let channel = layout.channel(of: MultiIndex([order]))!
                XCTAssertEqual(tape.jets[channel * tape.capacity], value, accuracy: 1e-13 * max(1, abs(values[4])), "\(x), \(window), \(order)")
            }
        }
    }
}
