import CKernels

extension InstructionProgram {
    /// Memory a program works in; one per thread.
    public struct Workspace: Sendable {
        /// [register][lane]
        var registers: Tensor<Double>
        /// Address of each register in the current block.
        var table: Tensor<Int>
    }

    /// Makes the memory `evaluate` needs.
    public func makeWorkspace() -> Workspace {
        Workspace(
            registers: Tensor(shape: [registerCount, lanes], repeating: 0),
            table: Tensor(shape: [registerCount], repeating: 0))
    }

    /// Runs the program on every point, without allocating. inputs [input][point], outputs [output][point]; the points may
    /// span several axes. A program without inputs takes an empty tensor.
    public func evaluate(inputs: Tensor<Double>, outputs: inout Tensor<Double>, workspace: inout Workspace) {
        evaluate(inputs: inputs, outputs: &outputs, workspace: &workspace, using: .best)
    }

    package func evaluate(
        inputs: Tensor<Double>, outputs: inout Tensor<Double>, workspace: inout Workspace, using variant: InstructionSet
    ) {
        let points = checkedPointCount(inputs: inputs, outputs: outputs)
        inputs.withUnsafeBufferPointer { source in
            outputs.withUnsafeMutableBufferPointer { target in
                let batch = Batch(source: source.baseAddress, target: target.baseAddress, points: points)
                run(batch, on: 0..<points, workspace: &workspace, variant: variant)
            }
        }
    }

    /// The same, with the points shared out over `pool`; the results do not depend on the number of threads.
    /// Precondition: at least as many workspaces as the pool has threads.
    public func evaluate(
        inputs: Tensor<Double>, outputs: inout Tensor<Double>, workspaces: inout [Workspace], pool: ThreadPool
    ) {
        precondition(workspaces.count >= pool.threads, "one workspace per thread is needed")
        let points = checkedPointCount(inputs: inputs, outputs: outputs)
        let chunk = lanes * 8
        inputs.withUnsafeBufferPointer { source in
            outputs.withUnsafeMutableBufferPointer { target in
                workspaces.withUnsafeMutableBufferPointer { memory in
                    let batch = Batch(source: source.baseAddress, target: target.baseAddress, points: points)
                    nonisolated(unsafe) let memory = memory
                    pool.forEachWithWorker((points + chunk - 1) / chunk) { index, worker in
                        let range = index * chunk..<Swift.min(points, (index + 1) * chunk)
                        run(batch, on: range, workspace: &memory[worker], variant: .best)
                    }
                }
            }
        }
    }

    /// Where a batch lies; rows are `points` apart.
    struct Batch: @unchecked Sendable {
        let source: UnsafePointer<Double>?
        let target: UnsafeMutablePointer<Double>?
        let points: Int
    }

    func run(_ batch: Batch, on range: Range<Int>, workspace: inout Workspace, variant: InstructionSet) {
        workspace.registers.withUnsafeMutableBufferPointer { scratch in
            workspace.table.withUnsafeMutableBufferPointer { table in
                encoded.withUnsafeBufferPointer { code in
                    outputRegisters.withUnsafeBufferPointer { registers in
                        outputIsDirect.withUnsafeBufferPointer { direct in
                            var program = ansatz_program(
                                instructions: code.baseAddress, instruction_count: code.count,
                                input_count: inputCount, register_count: registerCount,
                                outputs: registers.baseAddress, output_is_direct: direct.baseAddress,
                                output_count: registers.count, lanes: lanes,
                                scratch: scratch.baseAddress, table: table.baseAddress)
                            ansatz_program_run(
                                variant.rawValue, &program, batch.source, batch.points, batch.target, batch.points,
                                range.lowerBound, range.upperBound)
                        }
                    }
                }
            }
        }
    }

    private func checkedPointCount(inputs: Tensor<Double>, outputs: Tensor<Double>) -> Int {
        precondition(outputs.shape.first == outputCount, "outputs must have \(outputCount) rows")
        guard outputCount > 0 else { return 0 }
        let points = outputs.count / outputCount
        precondition(
            inputCount == 0 || (inputs.shape.first == inputCount && inputs.count == inputCount * points),
            "inputs must have \(inputCount) rows of \(points) points")
        return points
    }
}
