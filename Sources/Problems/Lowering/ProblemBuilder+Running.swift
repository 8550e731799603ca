import Expressions
import Fields

extension ProblemBuilder {
    mutating func readRunning() {
        readReference()
        readSolvers()
        problem.expectation = expectation(root["expect"])
        if let test = root["test"] {
            let set = test["set"]?.map ?? []
            problem.test = TestRequest(
                overrides: set.map { "\($0.key)=\(Self.flowText($0.value))" }, expectation: expectation(test["expect"]),
                method: test["method"]?.text)
        }
        readDataset()
        for key in ["data", "observations"] {
            if let node = root[key] { problem.sections[key] = node.settingText }
        }
        readObservations()
    }

    private mutating func readReference() {
        guard let node = root["reference"] else { return }
        if let file = node["file"]?.text {
            problem.reference = .file(path: resolved(file))
        } else if let method = node.text {
            if methods.contains(where: { $0.isAvailable }), !methods.contains(where: { $0.name == method }) {
                report(.key(.unknownMethod(name: method, known: methods.map(\.name))), at: node.origin)
            }
            problem.reference = .method(method)
        }
    }

    private mutating func readSolvers() {
        guard let node = root["solvers"] else { return }
        let isKnown = methods.contains { $0.isAvailable }
        func request(_ name: String, _ origin: SourceOrigin) -> SolverRequest {
            var request = SolverRequest(method: name, origin: origin)
            if isKnown { request.isAvailable = methods.first { $0.name == name }?.isAvailable ?? false }
            return request
        }
        guard let entries = node.map else {
            for item in node.elements where item.text != nil && item.text != "auto" {
                problem.solvers.append(request(item.text ?? "", item.origin))
            }
            return
        }
        for entry in entries {
            var request = request(entry.key, entry.keyOrigin)
            for setting in entry.value.map ?? [] where setting.key != "expect" {
                request.settings[setting.key] = setting.value.settingText
            }
            request.expectation = expectation(entry.value["expect"])
            problem.solvers.append(request)
        }
    }

    private func expectation(_ node: RawNode?) -> Expectation? {
        guard let node else { return nil }
        return Expectation(
            relativeL2: node["relative-l2"]?.text.flatMap { Self.constant($0) },
            maximumError: node["max-error"]?.text.flatMap { Self.constant($0) },
            parameterError: node["parameter-error"]?.text.flatMap { Self.constant($0) })
    }

    /// A value as one line of YAML.
    static func flowText(_ node: RawNode) -> String {
        switch node.content {
        case .scalar(let text): ResolvedWriter.quoted(text)
        case .list(let items): "[" + items.map(flowText).joined(separator: ", ") + "]"
        case .map(let entries): "{" + entries.map { "\(ResolvedWriter.quoted($0.key)): \(flowText($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    func resolved(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }

    /// What the formulas asked for on the way: integrals, traces, data from files.
    mutating func finishRequests() {
        problem.functionals = elaborator.functionals.map { Functional(integrand: $0.integrand, isMean: $0.isMean) }
        problem.sites = elaborator.sites.map { Site(fixed: $0) }
        for file in elaborator.files { readData(file) }
    }

    private mutating func readData(_ request: FileRequest) {
        let origin = dataOrigin(request.path)
        func fail(_ reason: String) {
            report(.expression(.dataUnreadable(path: request.path, reason: reason)), at: origin)
        }
        switch FileBytes.read(path: resolved(request.path)) {
        case .failure(let failure): fail(failure.reason)
        case .success(let bytes):
            do throws(NumpyError) {
                let array = try NumpyArray(decoding: bytes)
                let space = problem.spaceIndices.count
                guard array.shape.count == space, array.shape.allSatisfy({ $0 >= 2 }), !array.type.isComplex else {
                    return fail("it holds an array of shape \(array.shape); a field here has \(space) axes of at least 2 points")
                }
                let values = array.values.withUnsafeBufferPointer { Array($0) }
                guard values.allSatisfy(\.isFinite) else { return fail("it holds NaN or infinity") }
                let name = request.path.split(separator: "/").last.map(String.init) ?? request.path
                problem.inputs.append(
                    InputField(name: name, kind: .sampled(path: resolved(request.path), shape: array.shape, values: values)))
            } catch {
                fail("\(error)")
            }
        }
    }

    /// The first formula that names a file.
    private func dataOrigin(_ path: String) -> SourceOrigin? {
        func find(_ node: RawNode) -> SourceOrigin? {
            switch node.content {
            case .scalar(let text): text.contains("file(\(path))") ? node.origin : nil
            case .list(let items): items.lazy.compactMap(find).first
            case .map(let entries): entries.lazy.compactMap { find($0.value) }.first
            }
        }
        return find(root)
    }
}
