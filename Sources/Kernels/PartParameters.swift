/// The parameters of several functions in one list, one function after the other.
enum PartParameters {
    static func list(_ parts: [any StationaryFactor]) -> [KernelParameter] {
        parts.enumerated().flatMap { index, part in
            part.parameters.map { KernelParameter($0.role, name: "part\(index + 1).\($0.name)", logarithm: $0.logarithm) }
        }
    }

    static func replacing(_ parts: [any StationaryFactor], _ logarithms: ArraySlice<Double>) -> [any StationaryFactor] {
        var rest = logarithms
        return parts.map { part in
            let count = part.parameters.count
            defer { rest = rest.dropFirst(count) }
            return part.replacing(logarithms: rest.prefix(count))
        }
    }

    /// Which function a parameter of the list belongs to.
    static func place(_ parts: [any StationaryFactor], _ parameter: Int) -> (part: Int, parameter: Int) {
        var rest = parameter
        for (index, part) in parts.enumerated() {
            let count = part.parameters.count
            if rest < count { return (index, rest) }
            rest -= count
        }
        return (parts.count - 1, rest)
    }
}
