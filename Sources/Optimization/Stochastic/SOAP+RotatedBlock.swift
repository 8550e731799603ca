import NumericsCore

extension SOAP {
    /// The state of one weight matrix: the bases of its two sides, and moments, of which the second is in those bases.
    struct RotatedBlock: Sendable {
        private let block: MatrixBlock
        private var left: GramBasis
        private var right: GramBasis
        private var mean: Tensor<Double>
        private var moments: AdaptiveMoments
        private var gradient: Tensor<Double>
        private var rotatedGradient: Tensor<Double>
        private var rotatedMean: Tensor<Double>
        private var direction: Tensor<Double>
        private var work: Tensor<Double>

        init(_ block: MatrixBlock, _ settings: Settings) {
            self.block = block
            left = GramBasis(order: block.rows, isRotated: block.rows <= settings.largestSide)
            right = GramBasis(order: block.columns, isRotated: block.columns <= settings.largestSide)
            mean = Tensor(shape: [block.rows, block.columns], repeating: 0)
            moments = AdaptiveMoments(size: mean.count)
            (gradient, rotatedGradient, rotatedMean, direction, work) = (mean, mean, mean, mean, mean)
        }

        /// Takes in the block's part of the gradient, and writes its part of the direction.
        mutating func update(_ all: Tensor<Double>, _ settings: Settings, direction target: inout Tensor<Double>) {
            LinearAlgebra.copy(all, from: block.offset, count: gradient.count, to: &gradient, at: 0)
            left.add(gradient, decay: settings.gramDecay, transposed: true)
            right.add(gradient, decay: settings.gramDecay, transposed: false)
            if moments.count == 0 {
                left.start()
                right.start()
            } else if moments.count % max(settings.refreshInterval, 1) == 0 {
                refresh()
            }
            LinearAlgebra.scale(settings.firstDecay, &mean)
            LinearAlgebra.addScaled(1 - settings.firstDecay, gradient, to: &mean)
            rotate(gradient, into: \.rotatedGradient)
            rotate(mean, into: \.rotatedMean)
            moments.update(
                rotatedGradient, mean: rotatedMean, firstDecay: settings.firstDecay, secondDecay: settings.secondDecay,
                epsilon: settings.epsilon * SOAP.rootMeanSquare(gradient), direction: &direction)
            left.apply(direction, into: &work, fromLeft: true, transposed: false)
            right.apply(work, into: &direction, fromLeft: false, transposed: true)
            LinearAlgebra.copy(direction, from: 0, count: direction.count, to: &target, at: block.offset)
        }

        private mutating func rotate(_ matrix: Tensor<Double>, into path: WritableKeyPath<RotatedBlock, Tensor<Double>>) {
            left.apply(matrix, into: &work, fromLeft: true, transposed: true)
            right.apply(work, into: &self[keyPath: path], fromLeft: false, transposed: false)
        }

        /// New bases, in the order of which the second moments follow.
        private mutating func refresh() {
            let (rows, columns) = (left.refresh(), right.refresh())
            let old = moments.second
            for row in 0..<block.rows {
                for column in 0..<block.columns {
                    moments.second[row * block.columns + column] = old[rows[row] * block.columns + columns[column]]
                }
            }
        }

        func write(to checkpoint: inout Checkpoint, prefix: String) {
            checkpoint.integers[prefix + "count"] = moments.count
            checkpoint.tensors[prefix + "mean"] = mean
            checkpoint.tensors[prefix + "second moment"] = moments.second
            for (name, side) in [("left", left), ("right", right)] {
                checkpoint.tensors[prefix + name + " Gram matrix"] = side.gram
                checkpoint.tensors[prefix + name + " basis"] = side.basis
            }
        }

        /// False if the checkpoint does not fit.
        mutating func read(_ checkpoint: Checkpoint, prefix: String) -> Bool {
            guard let count = checkpoint.integers[prefix + "count"], let mean = checkpoint.tensors[prefix + "mean"],
                let second = checkpoint.tensors[prefix + "second moment"], mean.shape == self.mean.shape,
                second.count == mean.count,
                left.set(checkpoint.tensors[prefix + "left Gram matrix"], checkpoint.tensors[prefix + "left basis"]),
                right.set(checkpoint.tensors[prefix + "right Gram matrix"], checkpoint.tensors[prefix + "right basis"])
            else { return false }
            self.mean = mean
            (moments.second, moments.count) = (second, count)
            return true
        }
    }
}
