import Expressions
import NumericsCore

extension JetLayout {
    /// The rules by which jets of this layout are multiplied and composed.
    /// - Parameter directionOrder: order of derivatives by s, along a direction in the parameters, that are carried as well.
    public func algebra(directionOrder: Int = 0) -> JetAlgebra {
        JetAlgebra(channels: jetChannels, directionOrder: directionOrder)
    }

    var jetChannels: [JetChannel] { channels.map(jetChannel) }

    private func jetChannel(_ channel: Channel) -> JetChannel {
        switch channel {
        case .partial(let derivative): JetChannel(partial: orders(derivative))
        case .combination(let terms):
            JetChannel(sum: terms.map { .init(coefficient: $0.coefficient, orders: orders($0.derivative)) })
        }
    }

    private func orders(_ derivative: MultiIndex) -> [Int] { (0..<coordinateCount).map { derivative[$0] } }

    /// The channel of the first derivative by each coordinate; nil if the layout does not hold it.
    var coordinateChannels: [Int?] {
        (0..<coordinateCount).map { self.channel(of: MultiIndex.none.raised(along: $0)) }
    }
}
