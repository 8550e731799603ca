import NumericsCore

extension Tensor where Element == Double {
    /// Largest absolute value; NaN if there is one.
    package var largestMagnitude: Double {
        withUnsafeBufferPointer { values in
            var largest = 0.0
            for value in values {
                if value.isNaN { return .nan }
                largest = max(largest, abs(value))
            }
            return largest
        }
    }

    var isFinite: Bool { largestMagnitude.isFinite }
}
