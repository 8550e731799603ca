import CKernels

/// The rules by which jets of certain channels are multiplied and composed, as tables for the kernels.
public final class JetAlgebra: @unchecked Sendable {
    /// Channels without those by s.
    public let baseChannelCount: Int
    /// Order of derivatives by s, a direction in the parameters.
    public let directionOrder: Int
    /// Number of all channels, those by s included.
    public let channelCount: Int
    let tables: UnsafeMutablePointer<ansatz_jet_algebra>
    private var terms: [UnsafeMutablePointer<ansatz_jet_term>] = []
    private var rows: [UnsafeMutablePointer<ansatz_jet_row>] = []

    /// - Parameters:
    ///   - channels: the value, then others; the partial derivatives must be closed downwards.
    ///   - directionOrder: derivatives by s up to this order are carried as well: channel (k, c) is number k · channels + c.
    public init(channels: [JetChannel], directionOrder: Int = 0) {
        baseChannelCount = channels.count
        self.directionOrder = directionOrder
        let rules = JetRules(channels: channels, directionOrder: directionOrder)
        channelCount = rules.count
        precondition(rules.count <= ANSATZ_JET_CHANNELS, "\(rules.count) channels of a jet; at most \(ANSATZ_JET_CHANNELS) are possible")
        precondition(rules.order <= ANSATZ_JET_ORDER, "derivatives of order \(rules.order); at most \(ANSATZ_JET_ORDER) is possible")
        tables = .allocate(capacity: 1)
        tables.initialize(to: ansatz_jet_algebra())
        let product = rules.product()
        // Channels that others are made of come first, so that products can be formed in place.
        precondition(
            product.allSatisfy { row in row.terms.allSatisfy { max($0.left, $0.right) <= row.target } }, "channels are not ordered")
        tables.pointee.channels = rules.count
        tables.pointee.order = rules.order
        tables.pointee.product = table(product)
        tables.pointee.transpose = table(rules.transpose(of: product))
        for k in 2...max(2, rules.order) {
            let power = table(rules.power(k, of: product))
            withUnsafeMutableBytes(of: &tables.pointee.powers) { $0.bindMemory(to: ansatz_jet_bilinear.self)[k] = power }
        }
    }

    /// The terms of Leibniz's rule for all channels, ordered by target.
    public static func productTerms(of channels: [JetChannel]) -> [LaneProduct.Term] {
        JetRules(channels: channels, directionOrder: 0).product().flatMap { row in
            row.terms.map { LaneProduct.Term(target: row.target, left: $0.left, right: $0.right, coefficient: $0.coefficient) }
        }
    }

    private func table(_ rules: [JetRules.Row]) -> ansatz_jet_bilinear {
        let rules = rules.map { row in
            JetRules.Row(
                target: row.target, terms: row.terms.filter { $0.coefficient == 1 } + row.terms.filter { $0.coefficient != 1 })
        }
        let all = rules.flatMap(\.terms)
        let termTable = UnsafeMutablePointer<ansatz_jet_term>.allocate(capacity: max(1, all.count))
        let rowTable = UnsafeMutablePointer<ansatz_jet_row>.allocate(capacity: max(1, rules.count))
        for (place, term) in all.enumerated() {
            let entry = ansatz_jet_term(left: Int32(term.left), right: Int32(term.right), coefficient: term.coefficient)
            (termTable + place).initialize(to: entry)
        }
        for (place, row) in rules.enumerated() {
            let units = row.terms.count { $0.coefficient == 1 }
            let entry = ansatz_jet_row(target: Int32(row.target), count: Int32(row.terms.count), units: Int32(units))
            (rowTable + place).initialize(to: entry)
        }
        terms.append(termTable)
        rows.append(rowTable)
        return ansatz_jet_bilinear(row_count: rules.count, term_count: all.count, rows: rowTable, terms: termTable)
    }

    deinit {
        terms.forEach { $0.deallocate() }
        rows.forEach { $0.deallocate() }
        tables.deallocate()
    }
}
