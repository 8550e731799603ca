/// The complete state of a stepper: what must be written to continue bit for bit.
public struct Checkpoint: Sendable, Equatable {
    /// Numbers stored exactly, by name.
    public var scalars: [String: Double]
    public var integers: [String: Int]
    public var strings: [String: String]
    public var tensors: [String: Tensor<Double>]

    public init(
        scalars: [String: Double] = [:], integers: [String: Int] = [:], strings: [String: String] = [:],
        tensors: [String: Tensor<Double>] = [:]
    ) {
        self.scalars = scalars
        self.integers = integers
        self.strings = strings
        self.tensors = tensors
    }
}
