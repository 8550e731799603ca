import CKernels

/// Jets of a graph at a chunk of points: the memory of one worker and the passes over the steps.
///
/// Features of a node are stored [group of 8 points][feature][channel][lane]. Points are independent of each other, so the forward
/// pass takes a few groups through all steps, which stay in the first-level cache; the way back goes step by step over the chunk,
/// because sums over points are the cheaper the longer they are.
public final class JetWorkspace: @unchecked Sendable {
    let graph: JetGraph
    let plan: JetPlan
    let algebra: JetAlgebra
    private let kernelTable: UnsafePointer<ansatz_jet_kernels>
    /// Number of points of a chunk, a multiple of 8.
    public let capacity: Int
    /// Number of points of the last chunk.
    public internal(set) var pointCount = 0

    private let memory: Tensor<Double>.Storage
    private let valuePlaces: [Int]
    private let cotangentPlaces: [Int]

    /// - Parameters:
    ///   - capacity: points of a chunk, rounded up to a multiple of 8.
    ///   - coordinateChannels: the channel of the first derivative by each coordinate; nil if there is none.
    public convenience init(graph: JetGraph, algebra: JetAlgebra, capacity: Int, coordinateChannels: [Int?]) {
        self.init(graph: graph, algebra: algebra, capacity: capacity, coordinateChannels: coordinateChannels, instructionSet: .best)
    }

    package init(
        graph: JetGraph, algebra: JetAlgebra, capacity: Int, coordinateChannels: [Int?], instructionSet: InstructionSet
    ) {
        self.graph = graph
        self.algebra = algebra
        self.capacity = (max(1, capacity) + 7) / 8 * 8
        let plan = JetPlan(graph)
        self.plan = plan
        kernelTable = ansatz_jet_kernels_for(instructionSet.rawValue)!
        var size = 0
        func place(_ features: Int) -> Int {
            defer { size += (capacity + 7) / 8 * 8 * features * algebra.channelCount }
            return size
        }
        valuePlaces = graph.nodes.map(place)
        let goesBack = algebra.directionOrder == 0
        cotangentPlaces = graph.nodes.enumerated().map { node, features in
            goesBack && plan.isTrainable[node] && plan.cotangentNode[node] == node ? place(features) : 0
        }
        memory = Tensor<Double>.Storage(count: size)
        memory.base.initialize(repeating: 0, count: size)
        setCoordinateDerivatives(coordinateChannels)
    }

    var kernels: ansatz_jet_kernels { kernelTable.pointee }
    var groupCount: Int { (pointCount + 7) / 8 }
    var channels: Int { algebra.channelCount }
    var keepsDerivatives: Bool { algebra.directionOrder == 0 }

    /// The memory of a slice from a group on, from a channel on.
    func values(_ slice: JetGraph.Slice, group: Int = 0, channel: Int = 0) -> ansatz_jet_block {
        block(valuePlaces[slice.node], slice, group, channel)
    }

    func cotangents(_ slice: JetGraph.Slice, group: Int = 0) -> ansatz_jet_block {
        block(cotangentPlaces[plan.cotangentNode[slice.node]], slice, group, 0)
    }

    private func block(_ place: Int, _ slice: JetGraph.Slice, _ group: Int, _ channel: Int) -> ansatz_jet_block {
        let featureStride = channels * 8
        let groupStride = graph.nodes[slice.node] * featureStride
        let start = memory.base + place + group * groupStride + slice.first * featureStride + channel * 8
        return ansatz_jet_block(data: start, group_stride: groupStride, feature_stride: featureStride)
    }

    /// Entry (feature, channel, point) of a block.
    func entry(_ block: ansatz_jet_block, _ feature: Int, _ channel: Int, _ point: Int) -> UnsafeMutablePointer<Double> {
        let groupStart: Int = (point / 8) * block.group_stride
        let place: Int = groupStart + feature * block.feature_stride + channel * 8 + point % 8
        return block.data + place
    }

    /// The coordinates have first derivatives 1, whatever the points.
    private func setCoordinateDerivatives(_ channels: [Int?]) {
        let input = values(graph.coordinates)
        for (coordinate, channel) in channels.enumerated() {
            guard let channel else { continue }
            for point in 0..<capacity { entry(input, coordinate, channel, point).pointee = 1 }
        }
    }

    /// Puts the points `range` of `points`, [coordinate][point], into node 0; the last one fills its group up.
    func setPoints(_ points: Tensor<Double>, _ range: Range<Int>) {
        precondition(range.count <= capacity, "\(range.count) points for a chunk of \(capacity)")
        precondition(points.shape == [graph.coordinates.count, points.count / max(1, graph.coordinates.count)], "points of another dimension")
        pointCount = range.count
        let input = values(graph.coordinates)
        let total = points.shape[1]
        precondition(range.lowerBound >= 0 && range.upperBound <= total, "points \(range) of \(total)")
        points.withUnsafeBufferPointer { source in
            for coordinate in 0..<graph.coordinates.count {
                for point in 0..<groupCount * 8 {
                    let place = min(range.lowerBound + point, range.upperBound - 1)
                    entry(input, coordinate, 0, point).pointee = source[coordinate * total + place]
                }
            }
        }
    }
}
