import Expressions
import NumericsCore
import Problems
import TrialFunctions
import XCTest

/// What must hold for the tape of any trial function.
struct TapeContract {
    let name: String
    let function: any TrialFunction
    let parameters: Tensor<Double>
    let layout: JetLayout
    /// [coordinate][point]
    let points: Tensor<Double>

    private var pointCount: Int { points.shape[1] }
    private var jetCount: Int { function.outputCount * layout.count }

    /// Fixed numbers of size 1 in place of the derivatives of some residual: [output][channel][capacity], zero beyond the points.
    private func cotangents(_ capacity: Int) -> Tensor<Double> {
        Tensor(shape: [function.outputCount, layout.count, capacity], elements: (0..<jetCount * capacity).map { (place: Int) -> Double in
            let number = (place * 7561 + 1237) % 997 - 498
            return place % capacity < pointCount ? Double(number) / 500 : 0
        })
    }

    /// Σ cotangent · jet of each point, [point], after a forward pass.
    private func sums(_ tape: any JetTape, power: Int = 0) -> [Double] {
        let bars = cotangents(tape.capacity)
        return (0..<pointCount).map { point in
            (0..<jetCount).reduce(0) {
                $0 + bars[$1 * tape.capacity + point] * tape.jets[(power * jetCount + $1) * tape.capacity + point]
            }
        }
    }

    private func sums(at parameters: Tensor<Double>) -> [Double] {
        let tape = function.makeTape(layout: layout, capacity: pointCount)
        tape.forward(parameters: parameters, direction: nil, points: points, range: 0..<pointCount)
        return sums(tape)
    }

    private func moved(_ step: Double, along direction: Tensor<Double>) -> Tensor<Double> {
        Tensor(zip(parameters.elements, direction.elements).map { $0 + step * $1 })
    }

    /// Differences of 8th order: the first and the second derivative by s of the sums at θ + s v.
    private func differences(along direction: Tensor<Double>, step: Double) -> (first: [Double], second: [Double]) {
        let (odd, even) = ([4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280], [8.0 / 5, -1.0 / 5, 8.0 / 315, -1.0 / 560])
        let middle = sums(at: parameters)
        var first = Array(repeating: 0.0, count: pointCount), second = middle.map { -205.0 / 72 * $0 }
        for k in 0..<4 {
            let ahead = sums(at: moved(Double(k + 1) * step, along: direction))
            let behind = sums(at: moved(-Double(k + 1) * step, along: direction))
            for i in 0..<pointCount {
                first[i] += odd[k] * (ahead[i] - behind[i])
                second[i] += even[k] * (ahead[i] + behind[i])
            }
        }
        return (first.map { $0 / step }, second.map { $0 / (step * step) })
    }

    private func jacobian(_ tape: any JetTape, firstRow: Int = 0) -> SharedMatrix {
        let matrix = SharedMatrix(rowCount: function.parameterCount, columnCount: pointCount + firstRow)
        tape.forward(parameters: parameters, direction: nil, points: points, range: 0..<pointCount)
        tape.jacobian(
            cotangents: cotangents(tape.capacity), jacobian: matrix, firstParameter: 0, firstRow: firstRow, adding: false)
        return matrix
    }

    /// Rows against differences along each parameter; `step` small enough for the 8th order, large enough for the digits.
    func checkJacobian(step: Double, tolerance: Double) {
        let rows = jacobian(function.makeTape(layout: layout, capacity: pointCount)).tensor
        let scale = rows.elements.reduce(0) { max($0, abs($1)) }
        for p in 0..<function.parameterCount {
            let unit = Tensor((0..<function.parameterCount).map { $0 == p ? 1.0 : 0 })
            let known = differences(along: unit, step: step).first
            for i in 0..<pointCount {
                XCTAssertEqual(rows[p, i], known[i], accuracy: tolerance * scale, "\(name): parameter \(p), point \(i)")
            }
        }
    }

    /// The gradient is the sum of the rows; rows may be added, and written anywhere.
    func checkPullback() {
        let tape = function.makeTape(layout: layout, capacity: pointCount)
        let rows = jacobian(tape).tensor
        let shifted = jacobian(tape, firstRow: 5).tensor
        let gradients = SharedMatrix(rowCount: 2, columnCount: function.parameterCount)
        tape.pullback(cotangents: cotangents(tape.capacity), gradients: gradients, row: 1)
        let twice = jacobian(tape)
        tape.jacobian(cotangents: cotangents(tape.capacity), jacobian: twice, firstParameter: 0, firstRow: 0, adding: true)
        let scale = rows.elements.reduce(0) { max($0, abs($1)) }
        for p in 0..<function.parameterCount {
            let sum = (0..<pointCount).reduce(0) { $0 + rows[p, $1] }
            XCTAssertEqual(gradients.tensor[1, p], sum, accuracy: 1e-13 * scale * Double(pointCount), "\(name): parameter \(p)")
            XCTAssertEqual(gradients.tensor[0, p], 0)
            for i in 0..<pointCount {
                XCTAssertEqual(shifted[p, i + 5], rows[p, i])
                XCTAssertEqual(twice.tensor[p, i], 2 * rows[p, i])
            }
            for i in 0..<5 { XCTAssertEqual(shifted[p, i], 0) }
        }
    }

    /// First and second derivative along a direction in the parameters.
    func checkDirection(step: Double, tolerance: Double) {
        let direction = Tensor((0..<function.parameterCount).map { (place: Int) -> Double in Double((place * 5471 + 331) % 991 - 495) / 800 })
        let known = differences(along: direction, step: step)
        for order in 1...2 {
            let tape = function.makeTape(layout: layout, capacity: pointCount, directionOrder: order)
            tape.forward(parameters: parameters, direction: direction, points: points, range: 0..<pointCount)
            let plain = sums(at: parameters)
            let (scaleOne, scaleTwo) = (known.first.map(abs).max()!, known.second.map(abs).max()!)
            for i in 0..<pointCount {
                XCTAssertEqual(sums(tape)[i], plain[i], accuracy: 1e-13 * max(1, plain.map(abs).max()!))
                XCTAssertEqual(sums(tape, power: 1)[i], known.first[i], accuracy: tolerance * scaleOne, "\(name), point \(i)")
                guard order == 2 else { continue }
                XCTAssertEqual(sums(tape, power: 2)[i], known.second[i], accuracy: 1e2 * tolerance * scaleTwo, "\(name), point \(i)")
            }
        }
    }

    /// Parts of the points, in chunks that do not fill groups, give the jets and gradients of all; twice the same bits.
    func checkChunks() {
        let whole = function.makeTape(layout: layout, capacity: pointCount)
        whole.forward(parameters: parameters, direction: nil, points: points, range: 0..<pointCount)
        let tape = function.makeTape(layout: layout, capacity: 5)
        for start in stride(from: 0, to: pointCount, by: 5) {
            let range = start..<min(start + 5, pointCount)
            tape.forward(parameters: parameters, direction: nil, points: points, range: range)
            for jet in 0..<jetCount {
                for i in range {
                    let (part, known) = (tape.jets[jet * tape.capacity + i - start], whole.jets[jet * whole.capacity + i])
                    XCTAssertEqual(part, known, accuracy: 1e-14 * max(1, abs(known)), name)
                }
            }
        }
        let (first, second) = (jacobian(whole).tensor, jacobian(whole).tensor)
        XCTAssertEqual(first, second, "\(name): not the same bits twice")
    }
}
