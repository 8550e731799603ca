import Foundation
import NumericsCore
import Solving
import TrialFunctions

/// Networks, and windowed sums of them, as text and named tensors.
enum StoredNetwork {
    /// Every kind of network with its name in files.
    private static let kinds: [(name: String, type: any Network.Type)] = [
        ("perceptron", Perceptron.self), ("modified-perceptron", GatedPerceptron.self), ("piratenet", PirateNet.self),
        ("kolmogorov-arnold", KolmogorovArnoldNetwork.self), ("gaussians", GaussianNetwork.self),
    ]

    private static let kindKey = "network"
    private static let settingsKey = "architecture"
    private static let windowsKey = "windows"
    private static let vacantKey = "vacant"

    /// The stored form of a network or of a windowed sum of networks of one kind, with the parameters, [parameter]; nil for others.
    static func store(_ function: any TrialFunction, parameters: Tensor<Double>) -> StoredTrial? {
        guard let windows = function as? WindowedFunction else {
            guard let network = function as? any Network, let texts = description([network]) else { return nil }
            return StoredTrial(tensors: tensors(network, "", parameters, from: 0), description: texts)
        }
        let parts = windows.parts.compactMap { $0 as? any Network }
        guard parts.count == windows.parts.count, var texts = description(parts), let axes = text(windows.axes) else { return nil }
        texts[windowsKey] = axes
        if !windows.vacant.isEmpty { texts[vacantKey] = text(windows.vacant.sorted()) }
        var stored = StoredTrial(tensors: [:], description: texts)
        for (index, group) in windows.parameterGroups.enumerated() {
            stored.tensors.merge(tensors(parts[index], prefix(index), parameters, from: group.lowerBound)) { $1 }
        }
        return stored
    }

    /// The function and its parameters, [parameter].
    static func restore(_ stored: StoredTrial) throws -> (function: any TrialFunction, parameters: Tensor<Double>) {
        let name = try stored.text(kindKey), settings = try stored.text(settingsKey)
        guard let kind = kinds.first(where: { $0.name == name }) else { throw StoredTrialError.unknown(key: kindKey, value: name) }
        guard let windows = stored.description[windowsKey] else {
            let network = try networks(kind.type, settings)[0]
            return (network, Tensor(try values(of: network, "", stored)))
        }
        guard let axes = try? JSONDecoder().decode([WindowAxis].self, from: Data(windows.utf8)) else {
            throw StoredTrialError.unknown(key: windowsKey, value: windows)
        }
        let parts = try networks(kind.type, settings)
        guard parts.count == axes.reduce(1, { $0 * $1.count }) else { throw StoredTrialError.unknown(key: settingsKey, value: settings) }
        let all = try parts.enumerated().flatMap { try values(of: $1, prefix($0), stored) }
        let vacant = stored.description[vacantKey].flatMap { try? JSONDecoder().decode([Int].self, from: Data($0.utf8)) } ?? []
        return (WindowedFunction(axes, vacant: Set(vacant)) { number, _ in parts[number] }, Tensor(all))
    }

    /// Names of the tensors of a window start with it.
    private static func prefix(_ window: Int) -> String { "windows.\(window)." }

    private static func tensors(
        _ network: any Network, _ prefix: String, _ parameters: Tensor<Double>, from first: Int
    ) -> [String: Tensor<Double>] {
        var (start, tensors) = (first, [String: Tensor<Double>]())
        for piece in network.parameterTensors {
            tensors[prefix + piece.name] = Tensor(shape: piece.shape, elements: (start..<start + piece.count).map { parameters[$0] })
            start += piece.count
        }
        return tensors
    }

    private static func values(of network: any Network, _ prefix: String, _ stored: StoredTrial) throws -> [Double] {
        try network.parameterTensors.flatMap { try stored.tensor(prefix + $0.name, shape: $0.shape).elements }
    }

    /// Kind and settings; the settings of several networks are a list.
    private static func description(_ networks: [any Network]) -> [String: String]? {
        guard let first = networks.first, let kind = kinds.first(where: { $0.type == type(of: first) }),
            networks.allSatisfy({ type(of: $0) == kind.type })
        else { return nil }
        let settings = networks.compactMap { settingsText($0) }
        guard settings.count == networks.count else { return nil }
        return [kindKey: kind.name, settingsKey: settings.count == 1 ? settings[0] : "[" + settings.joined(separator: ",") + "]"]
    }

    private static func settingsText(_ network: some Network) -> String? { text(network.settings) }

    private static func text(_ value: some Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func networks<Kind: Network>(_ type: Kind.Type, _ text: String) throws -> [any Network] {
        let decoder = JSONDecoder(), data = Data(text.utf8)
        if let settings = try? decoder.decode(Kind.Settings.self, from: data) { return [type.init(settings)] }
        guard let list = try? decoder.decode([Kind.Settings].self, from: data), !list.isEmpty else {
            throw StoredTrialError.unknown(key: settingsKey, value: text)
        }
        return list.map { type.init($0) }
    }
}
