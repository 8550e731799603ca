import Expressions
import NumericsCore

/// Scalar residuals compiled with their exact partial derivatives: points, parameters and jets of the unknowns go in,
/// values and partials come out.
///
/// Every method that linearises a problem does so through this type.
public struct CompiledResidual: Sendable {
    /// The residuals, in the order of the value rows.
    public let residuals: [Expression]
    /// Which row of the input batch is what.
    public let inputRows: InputLayout
    /// The jets that occur, in the order of their input rows; sites other than 0 included.
    public let jets: [Jet]
    /// Indices of the coordinates that occur.
    public let coordinates: [Int]
    /// Indices of the parameters that occur.
    public let parameters: [Int]
    /// The input fields and derivatives of them that occur.
    public let inputs: [(Int, MultiIndex)]
    /// Indices of the functionals that occur.
    public let functionals: [Int]
    /// Space coordinates along which components of the normal occur.
    public let normals: [Int]
    /// Structurally non-zero d residual[row] / d jets[jet]; the first partial rows.
    public let partials: [(row: Int, jet: Int)]
    /// Structurally non-zero d residual[row] / d functionals[functional]; the next partial rows.
    public let functionalPartials: [(row: Int, functional: Int)]
    /// Structurally non-zero d residual[row] / d parameters[parameter]; the last partial rows, empty unless asked for.
    public let parameterPartials: [(row: Int, parameter: Int)]
    /// The partial derivatives as expressions, in the order of the partial rows.
    public let partialExpressions: [Expression]

    let valueProgram: BatchProgram
    let fullProgram: BatchProgram

    /// Compiles residuals and their partials to every jet and functional.
    ///
    /// - Parameter withParameterPartials: also differentiate by the parameters, as inverse problems need.
    public init(_ residuals: [Expression], withParameterPartials: Bool = false) {
        self.residuals = residuals
        let layout = InputLayout(residuals.reduce(into: []) { $0.formUnion($1.symbols) })
        inputRows = layout
        jets = layout.jetRows.compactMap { if case .jet(let jet) = layout.symbols[$0] { jet } else { nil } }
        coordinates = layout.coordinateRows.compactMap { layout.symbols[$0].index }
        parameters = layout.parameterRows.compactMap { layout.symbols[$0].index }
        functionals = layout.functionalRows.compactMap { layout.symbols[$0].index }
        normals = layout.normalRows.compactMap { layout.symbols[$0].index }
        inputs = layout.inputRows.compactMap {
            if case .input(let index, let derivative) = layout.symbols[$0] { (index, derivative) } else { nil }
        }
        let byJet = Self.derivatives(residuals, layout.symbols[layout.jetRows])
        let byFunctional = Self.derivatives(residuals, layout.symbols[layout.functionalRows])
        let byParameter = withParameterPartials ? Self.derivatives(residuals, layout.symbols[layout.parameterRows]) : []
        partials = byJet.map { (row: $0.row, jet: $0.column) }
        functionalPartials = byFunctional.map { (row: $0.row, functional: $0.column) }
        parameterPartials = byParameter.map { (row: $0.row, parameter: $0.column) }
        partialExpressions = (byJet + byFunctional + byParameter).map(\.expression)
        valueProgram = BatchProgram(residuals, inputs: layout.symbols)
        fullProgram = BatchProgram(residuals + partialExpressions, inputs: layout.symbols)
    }

    private struct Entry {
        var row: Int
        var column: Int
        var expression: Expression
    }

    /// The derivatives that are not identically zero, row by row.
    private static func derivatives(_ residuals: [Expression], _ symbols: ArraySlice<Symbol>) -> [Entry] {
        residuals.enumerated().flatMap { row, residual in
            let present = residual.symbols
            return symbols.enumerated().compactMap { column, symbol -> Entry? in
                guard present.contains(symbol) else { return nil }
                let derivative = residual.derivative(by: symbol)
                return derivative.isZero ? nil : Entry(row: row, column: column, expression: derivative)
            }
        }
    }

    /// Number of residuals: rows of the values.
    public var valueCount: Int { residuals.count }

    /// Number of partial rows: jets, then functionals, then parameters.
    public var partialCount: Int { partialExpressions.count }

    /// True if no partial depends on a jet or a functional: the residuals are affine in the unknowns.
    public var isAffine: Bool {
        partialExpressions.prefix(partials.count + functionalPartials.count).allSatisfy { partial in
            !partial.contains { $0.dependsOnUnknowns }
        }
    }
}

extension Symbol {
    /// The index of a coordinate, parameter, functional or normal component.
    fileprivate var index: Int? {
        switch self {
        case .coordinate(let index), .parameter(let index), .functional(let index), .normal(let index): index
        case .jet, .input, .bound: nil
        }
    }
}
