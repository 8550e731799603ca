/// Coefficients by step size, the least recently used given up first.
struct ETDCoefficientCache: Sendable {
    private let linear: ModeMatrices
    private let capacity: Int
    private var slots: [(step: Double, lastUse: Int, value: ETDRK4Coefficients)] = []
    private var uses = 0

    /// Memory all step sizes together may take, in bytes.
    private static let budget = 1 << 28

    init(linear: ModeMatrices) {
        self.linear = linear
        capacity = min(24, max(4, Self.budget / max(1, ETDRK4Coefficients.byteCount(linear: linear))))
    }

    /// The coefficients of one step size, computed where they are not at hand.
    mutating func coefficients(step: Double) -> ETDRK4Coefficients {
        uses += 1
        if let index = slots.firstIndex(where: { $0.step == step }) {
            slots[index].lastUse = uses
            return slots[index].value
        }
        let value = ETDRK4Coefficients(linear: linear, step: step)
        if slots.count >= capacity, let oldest = slots.indices.min(by: { slots[$0].lastUse < slots[$1].lastUse }) {
            slots[oldest] = (step, uses, value)
        } else {
            slots.append((step, uses, value))
        }
        return value
    }
}
