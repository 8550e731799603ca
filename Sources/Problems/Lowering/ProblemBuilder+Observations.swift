import Fields
import NumericsCore

extension ProblemBuilder {
    /// The tables of measurements; their columns are named like the coordinates and the components of the unknown.
    mutating func readObservations() {
        guard areNamesReliable, let section = root["observations"] else { return }
        for item in limited(section.elements, to: Limit.listed, key: "observations", at: section) {
            guard let field = item["field"], let name = field.text, let file = item["file"], let path = file.text else { continue }
            guard let unknown = problem.unknowns.firstIndex(where: { $0.name == name }) else {
                report(.key(.notDeclared(name: name, what: "unknown", declared: problem.unknowns.map(\.name))), at: field.origin)
                continue
            }
            let noise = item["noise"].map { self.noise($0) }
            switch observation(resolved(path), unknown) {
            case .success(var observation):
                observation.noise = noise ?? nil
                problem.observations.append(observation)
            case .failure(let failure):
                report(.expression(.dataUnreadable(path: path, reason: "\(failure)")), at: file.origin)
            }
        }
    }

    /// `0.01` or `1%`.
    private mutating func noise(_ node: RawNode) -> Observation.Noise? {
        let text = node.text ?? ""
        let isRelative = text.hasSuffix("%")
        guard let number = Self.constant(String(isRelative ? text.dropLast() : text[...])), number > 0, number.isFinite else {
            report(.key(.outOfRange(key: "observations.noise", value: text, range: "a positive number, or one with % behind it")), at: node.origin)
            return nil
        }
        return isRelative ? .relative(number / 100) : .absolute(number)
    }

    private func observation(_ path: String, _ unknown: Int) -> Result<Observation, TableError> {
        Result { () throws(TableError) in
            let table: CommaSeparatedTable
            switch FileBytes.read(path: path) {
            case .failure(let failure): throw TableError(line: nil, reason: failure.reason)
            case .success(let bytes): table = try CommaSeparatedTable(decoding: bytes)
            }
            guard !table.columns[0].values.isEmpty else { throw TableError(line: nil, reason: "it holds no numbers") }
            let field = problem.unknowns[unknown]
            let components = field.isVector ? problem.spaceIndices.map { "\(field.name).\(problem.coordinates[$0].name)" } : [field.name]
            func columns(_ names: [String]) throws(TableError) -> Tensor<Double> {
                var elements: [Double] = []
                for name in names {
                    guard let column = table[name] else {
                        throw TableError(line: nil, reason: "it has no column '\(name)', only \(table.columns.map(\.name).joined(separator: ", "))")
                    }
                    elements += column
                }
                return Tensor(shape: [names.count, table.columns[0].values.count], elements: elements)
            }
            let points = try columns(problem.coordinates.map(\.name))
            try checkRanges(points)
            return Observation(path: path, unknown: unknown, points: points, values: try columns(components))
        }
    }

    private func checkRanges(_ points: Tensor<Double>) throws(TableError) {
        for (index, coordinate) in problem.coordinates.enumerated() {
            // Tables are written with few digits: ends of ranges are hit to those.
            let slack = 1e-6 * coordinate.length
            for point in 0..<points.shape[1] {
                let value = points[index, point]
                guard value < coordinate.lower - slack || value > coordinate.upper + slack else { continue }
                throw TableError(
                    line: nil, reason: "its point \(point + 1) has \(coordinate.name) = \(NumberText.short(value)), outside "
                        + "[\(NumberText.short(coordinate.lower)), \(NumberText.short(coordinate.upper))]")
            }
        }
    }
}
