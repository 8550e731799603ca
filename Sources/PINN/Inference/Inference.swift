import NumericsCore
import Problems
import Solving

/// What is known of the parameters that an inverse problem is to find.
struct Inference {
    let problem: Problem
    let maps: [ParameterMap]
    /// Their free numbers when they were last looked at; nil before.
    var atLastLook: Tensor<Double>?
    /// Looks in a row between which nothing moved.
    var settledLooks = 0
    /// Standard deviations of the values; nil before the end, or where they could not be found.
    private(set) var deviations: [Double?]?
    /// Sentences for the user.
    private(set) var notes: [String] = []
    /// Names of parameters that nothing determines.
    private(set) var unidentified: [String] = []
    /// Names of parameters at an end of their range.
    private(set) var pinned: [String] = []

    init(_ problem: Problem) {
        self.problem = problem
        maps = ParameterMap.all(of: problem)
    }

    /// Number of values observed.
    var observedCount: Int { problem.observations.reduce(0) { $0 + $1.values.count } }

    /// The free numbers, behind those of the trial function.
    func free(_ parameters: Tensor<Double>) -> [Double] { Array(parameters.elements.suffix(maps.count)) }

    /// The values by name.
    func values(_ parameters: Tensor<Double>) -> [(name: String, value: Double)] {
        zip(maps, free(parameters)).map { (name: problem.parameters[$0.parameter].name, value: $0.value($1)) }
    }

    func estimates(_ parameters: Tensor<Double>) -> [ParameterEstimate] {
        values(parameters).enumerated().map { index, found in
            ParameterEstimate(
                name: found.name, value: found.value, deviation: deviations?[index] ?? nil,
                exact: problem.parameters[maps[index].parameter].exact)
        }
    }

    /// Standard deviations of the values from the covariance of their free numbers.
    func deviations(_ covariance: ParameterCovariance, _ parameters: Tensor<Double>) -> [Double] {
        zip(maps, free(parameters)).enumerated().map { index, pair in
            let variance = covariance.covariance[index, index]
            return variance.isFinite ? abs(pair.0.derivatives(pair.1).slope) * max(variance, 0).squareRoot() : .infinity
        }
    }

    /// Whether all parameters were found: determined by the observations, and inside their ranges.
    var isIdentified: Bool { unidentified.isEmpty && pinned.isEmpty }

    /// Takes down that there are no deviations, and why.
    mutating func judge(_ failure: ParameterCovariance.Failure, _ parameters: Tensor<Double>) {
        notes = []
        let reason = switch failure {
        case .fewRows(let rows, let count): "\(rows) residuals are fewer than the \(count) parameters of the network"
        case .notFinite: "a residual or a derivative of one is not a finite number"
        }
        notes.append("deviations of the parameters could not be found: \(reason)")
        notePinned(parameters, deviations: maps.map { _ in .infinity })
    }

    /// Takes down deviations, and says which parameters stand at an end of their range and which nothing determines: those whose deviation
    /// exceeds what is known of them without observations, half their range, or without a range their size.
    mutating func judge(_ covariance: ParameterCovariance, _ parameters: Tensor<Double>, dataWeight: Double) {
        notes = []
        let found = deviations(covariance, parameters)
        notePinned(parameters, deviations: found)
        deviations = zip(values(parameters), found).map { pinned.contains($0.name) ? nil : $1 }
        unidentified = zip(values(parameters), found).enumerated().compactMap { place, pair in
            pair.1 < known(place, pair.0.value) || pinned.contains(pair.0.name) ? nil : pair.0.name
        }
        if !unidentified.isEmpty {
            let names = unidentified.map { "'\($0)'" }.joined(separator: " and ")
            notes.append(
                unidentified.count == 1
                    ? "the observations do not determine \(names): its standard deviation is larger than itself"
                    : "the observations do not determine \(names), or only a combination of them: their standard deviations are larger than themselves")
        }
        noteNoise(covariance, dataWeight)
    }

    /// A value at the end of its range is no least-squares value, unless it is known better than it is far from the end.
    private mutating func notePinned(_ parameters: Tensor<Double>, deviations: [Double]) {
        pinned = []
        for (place, map) in maps.enumerated() where map.isAtEnd(free(parameters)[place]) {
            let parameter = problem.parameters[map.parameter], value = values(parameters)[place].value
            guard let range = parameter.range else { continue }
            let gap = min(abs(value - range.lowerBound), abs(range.upperBound - value))
            // One that nothing determines ends anywhere; without a slope to the end there is no deviation.
            let isUndetermined = deviations[place].isFinite && deviations[place] >= known(place, value)
            guard !(deviations[place] < gap), !isUndetermined else { continue }
            pinned.append(parameter.name)
            notes.append(
                "\(parameter.name) stands at the end of its range [\(NumberText.short(range.lowerBound)), \(NumberText.short(range.upperBound))]: "
                    + "the data ask for a value beyond it; widen the range")
        }
    }

    /// What is known of a parameter without observations: half its range, or without a range its size.
    private func known(_ place: Int, _ value: Double) -> Double {
        let range = problem.parameters[maps[place].parameter].range
        let known = range.map { 0.5 * ($0.upperBound - $0.lowerBound) } ?? abs(value)
        return min(known, max(abs(value), 1e-3 * known))
    }

    private mutating func noteNoise(_ covariance: ParameterCovariance, _ dataWeight: Double) {
        let count = observedCount
        guard count > 0 else { return }
        let ratio = covariance.rowDeviation * Double(count).squareRoot() / dataWeight / CollocationPlan.usualDeviation(problem)
        let fitted = "\(count) observations, \(Int(covariance.freedoms.rounded())) degrees of freedom fitted to them"
        let isStated = problem.observations.contains { $0.noise != nil }
        notes.append("\(fitted); their standard deviation, from the fit, is \(NumberText.short(ratio))" + (isStated ? " times the noise stated" : ""))
    }

}
