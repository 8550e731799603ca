import Foundation
import NumericsCore
import Solving
import TrialFunctions

/// Networks as text and named tensors.
enum StoredNetwork {
    /// Every kind of network with its name in files.
    private static let kinds: [(name: String, type: any Network.Type)] = [
        ("perceptron", Perceptron.self), ("modified-perceptron", GatedPerceptron.self), ("piratenet", PirateNet.self),
        ("kolmogorov-arnold", KolmogorovArnoldNetwork.self), ("gaussians", GaussianNetwork.self),
    ]

    /// The stored form of a network with its parameters, [parameter]; nil for a kind without a name.
    static func store(_ network: any Network, parameters: Tensor<Double>) -> StoredTrial? {
        guard let kind = kinds.first(where: { $0.type == type(of: network) }), let settings = settingsText(network) else { return nil }
        var tensors: [String: Tensor<Double>] = [:]
        var start = 0
        for piece in network.parameterTensors {
            tensors[piece.name] = Tensor(shape: piece.shape, elements: (start..<start + piece.count).map { parameters[$0] })
            start += piece.count
        }
        return StoredTrial(tensors: tensors, description: ["network": kind.name, "architecture": settings])
    }

    /// The network and its parameters, [parameter].
    static func restore(_ stored: StoredTrial) throws -> (network: any Network, parameters: Tensor<Double>) {
        let name = try stored.text("network")
        guard let kind = kinds.first(where: { $0.name == name }) else { throw StoredTrialError.unknown(key: "network", value: name) }
        let network = try make(kind.type, stored.text("architecture"))
        let values = try network.parameterTensors.flatMap { try stored.tensor($0.name, shape: $0.shape).elements }
        return (network, Tensor(values))
    }

    private static func settingsText(_ network: some Network) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(network.settings)).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func make<Kind: Network>(_ type: Kind.Type, _ text: String) throws -> any Network {
        guard let settings = try? JSONDecoder().decode(Kind.Settings.self, from: Data(text.utf8)) else {
            throw StoredTrialError.unknown(key: "architecture", value: text)
        }
        return type.init(settings)
    }
}
