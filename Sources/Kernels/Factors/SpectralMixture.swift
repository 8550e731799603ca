import NumericsCore

/// k(z) = Σ_q w_q g_q(z) cos(2π μ_q z): the spectrum is a mixture of peaks at the frequencies μ_q (Wilson and Adams 2013).
///
/// With a Gaussian spectrum g is a squared exponential; with that of Student's t it is a Matérn function (Fang et al. 2024). Every peak is a
/// weight, an envelope and a frequency; k(0) = Σ w_q.
public struct SpectralMixture: StationaryFactor {
    /// The shape of all peaks.
    public enum Spectrum: Hashable, Sendable {
        case gaussian
        /// Student's t with 2p + 1 degrees of freedom: envelopes are p times differentiable.
        case studentT(halfInteger: Int)
    }

    /// One peak.
    public struct Peak: Hashable, Sendable {
        /// Part of the variance.
        public var weight: Double
        /// Cycles per unit of the coordinate; 0 for a peak at rest.
        public var frequency: Double
        /// Length of the envelope: 1 / (2π length) is the width of the peak in cycles per unit.
        public var length: Double

        public init(weight: Double, frequency: Double, length: Double) {
            self.weight = weight
            self.frequency = frequency
            self.length = length
        }
    }

    public let spectrum: Spectrum
    public let peaks: [Peak]
    private let envelopes: [any StationaryFactor]

    public init(_ peaks: [Peak], spectrum: Spectrum) {
        self.peaks = peaks
        self.spectrum = spectrum
        envelopes = peaks.map { peak in
            switch spectrum {
            case .gaussian: SquaredExponential(length: peak.length)
            case .studentT(let halfInteger): Matern(halfInteger: halfInteger, length: peak.length)
            }
        }
    }

    public var name: String {
        switch spectrum {
        case .gaussian: "spectral-mixture"
        case .studentT: "spectral-mixture-t"
        }
    }

    public var meanSquareDerivatives: Int? { envelopes.first?.meanSquareDerivatives }

    /// Of each peak in turn: weight, length and, where it is not 0, frequency.
    public var parameters: [KernelParameter] {
        places.map { place in
            let peak = peaks[place.peak], name = "peak\(place.peak + 1)."
            switch place.role {
            case .weight: return KernelParameter(.weight, name: name + "weight", logarithm: Double.log(peak.weight))
            case .length: return KernelParameter(.length, name: name + "length", logarithm: Double.log(peak.length))
            default: return KernelParameter(.frequency, name: name + "frequency", logarithm: Double.log(peak.frequency))
            }
        }
    }

    private var places: [(peak: Int, role: KernelParameter.Role)] {
        peaks.indices.flatMap { index -> [(peak: Int, role: KernelParameter.Role)] in
            [(index, .weight), (index, .length)] + (peaks[index].frequency > 0 ? [(index, .frequency)] : [])
        }
    }

    public func replacing(logarithms: ArraySlice<Double>) -> any StationaryFactor {
        var peaks = peaks
        for (place, logarithm) in zip(places, logarithms) {
            switch place.role {
            case .weight: peaks[place.peak].weight = Double.exp(logarithm)
            case .length: peaks[place.peak].length = Double.exp(logarithm)
            default: peaks[place.peak].frequency = Double.exp(logarithm)
            }
        }
        return SpectralMixture(peaks, spectrum: spectrum)
    }

    /// Two rows for the waves, a table of waves, a table of envelopes, and what envelopes need.
    public func scratchRows(order: Int) -> Int {
        2 + 2 * (order + 2) + (envelopes.map { $0.scratchRows(order: order + 1) }.max() ?? 0)
    }

    public func derivatives(
        _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
    ) {
        table.update(repeating: 0, count: (order + 1) * z.count)
        for index in peaks.indices { add(index, order, z, table, scratch, weight: peaks[index].weight) }
    }

    public func parameterDerivatives(
        _ parameter: Int, _ order: Int, at z: UnsafeBufferPointer<Double>, into table: UnsafeMutablePointer<Double>,
        scratch: UnsafeMutablePointer<Double>
    ) {
        let place = places[parameter]
        table.update(repeating: 0, count: (order + 1) * z.count)
        switch place.role {
        case .weight: add(place.peak, order, z, table, scratch, weight: peaks[place.peak].weight)
        case .length: add(place.peak, order, z, table, scratch, weight: peaks[place.peak].weight, byLength: true)
        default: addFrequencyDerivative(place.peak, order, z, table, scratch)
        }
    }

    /// Adds weight · g(z) cos(2π μ z), or its derivative by the logarithm of the length.
    private func add(
        _ index: Int, _ order: Int, _ z: UnsafeBufferPointer<Double>, _ table: UnsafeMutablePointer<Double>,
        _ scratch: UnsafeMutablePointer<Double>, weight: Double, byLength: Bool = false
    ) {
        let count = z.count, wave = scratch + 2 * count, envelope = wave + (order + 2) * count, rest = envelope + (order + 2) * count
        if byLength {
            envelopes[index].parameterDerivatives(0, order, at: z, into: envelope, scratch: rest)
        } else {
            envelopes[index].derivatives(order, at: z, into: envelope, scratch: rest)
        }
        FactorTable.cosine(2 * .pi * peaks[index].frequency, phase: false, at: z, order, into: wave, scratch: scratch)
        for entry in 0..<(order + 1) * count { wave[entry] *= weight }
        FactorTable.multiply(envelope, wave, into: table, order, count, adding: true)
    }

    // ∂/∂log μ of g cos(m z) is -m z g sin(m z), and (z f)^(n) = z f^(n) + n f^(n-1).
    private func addFrequencyDerivative(
        _ index: Int, _ order: Int, _ z: UnsafeBufferPointer<Double>, _ table: UnsafeMutablePointer<Double>,
        _ scratch: UnsafeMutablePointer<Double>
    ) {
        let count = z.count, wave = scratch + 2 * count, envelope = wave + (order + 2) * count, rest = envelope + (order + 2) * count
        let rate = 2 * .pi * peaks[index].frequency, factor = -rate * peaks[index].weight
        envelopes[index].derivatives(order, at: z, into: envelope, scratch: rest)
        FactorTable.cosine(rate, phase: true, at: z, order, into: wave, scratch: scratch)
        for n in stride(from: order, through: 0, by: -1) {
            let (row, before, number) = (wave + n * count, wave + max(n - 1, 0) * count, Double(n))
            for point in 0..<count { row[point] = factor * (z[point] * row[point] + number * before[point]) }
        }
        FactorTable.multiply(envelope, wave, into: table, order, count, adding: true)
    }
}
