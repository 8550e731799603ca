import CKernels

extension JetWorkspace {
    /// Sets the cotangents of nodes that add them up to zero.
    func clearCotangents() {
        for node in graph.nodes.indices where plan.isTrainable[node] && plan.accumulates[node] {
            let block = cotangents(JetGraph.Slice(node: node, first: 0, count: graph.nodes[node]))
            block.data.update(repeating: 0, count: groupCount * block.group_stride)
        }
    }

    /// Takes the cotangents of the output, [output][channel][point of the chunk]; those beyond the points become zero.
    func setCotangents(_ cotangents: Tensor<Double>) {
        precondition(cotangents.shape == [graph.output.count, channels, capacity], "cotangents of the wrong shape")
        guard plan.isTrainable[graph.output.node] else { return }
        let target = self.cotangents(graph.output)
        cotangents.withUnsafeBufferPointer { source in
            for feature in 0..<graph.output.count {
                for channel in 0..<channels {
                    let row = source.baseAddress! + (feature * channels + channel) * capacity
                    for point in 0..<groupCount * 8 {
                        entry(target, feature, channel, point).pointee = point < pointCount ? row[point] : 0
                    }
                }
            }
        }
    }
}
