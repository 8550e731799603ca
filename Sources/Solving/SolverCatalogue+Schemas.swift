import Problems

extension SolverCatalogue {
    /// The methods as the reader of problem files sees them, those missing from this build included.
    public var schemas: [MethodSchema] {
        methods.map { method in
            MethodSchema(method.name, settings: method.schema.map(KeySchema.init(setting:)))
        } + missing.map { MethodSchema($0, settings: [], isAvailable: false) }
    }
}

extension KeySchema {
    /// The key that a setting of a method is written with.
    public init(setting description: SettingDescription) {
        let unit = description.unit.map { " Unit: \($0)." } ?? ""
        let example = description.kind.defaultValue?.description ?? description.kind.exampleText
        self.init(
            description.name, description.kind.schemaValue, description.meaning + unit,
            default: description.kind.defaultValue?.description ?? "chosen by the method",
            example: "\(description.name): \(example)")
    }
}

extension SettingDescription.Kind {
    var schemaValue: KeySchema.Value {
        switch self {
        case .number(let range, _): .number(range)
        case .integer(let range, _): .integer(range)
        case .choice(let values, _): .choice(values)
        case .flag: .flag
        case .integers(let range, _): .list(.integer(range))
        case .choices(let values, _): .list(.choice(values))
        }
    }

    /// A value that would be accepted, for settings without default.
    var exampleText: String {
        switch self {
        case .number(let range, _): "\(range.upperBound.isFinite ? range.upperBound : range.lowerBound)"
        case .integer(let range, _): "\(range.lowerBound)"
        case .choice(let values, _): values.first ?? ""
        case .flag: "true"
        case .integers(let range, _): "[\(range.lowerBound)]"
        case .choices(let values, _): "[\(values.first ?? "")]"
        }
    }
}
