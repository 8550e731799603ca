/// A type whose values are plain bytes, so that arrays of them are copied and freed without further work.
///
/// It stands where `BitwiseCopyable` would: `Complex` of swift-numerics does not declare that conformance,
/// and the language allows only its own module to do so.
public protocol TensorElement: Sendable {}

extension Double: TensorElement {}
extension Float: TensorElement {}
extension Int: TensorElement {}
extension Int32: TensorElement {}
extension UInt8: TensorElement {}
extension UInt32: TensorElement {}
extension UInt64: TensorElement {}
extension Bool: TensorElement {}
extension Complex: TensorElement where RealType: TensorElement {}
