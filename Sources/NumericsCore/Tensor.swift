import CKernels

/// A dense array of any rank: row-major, contiguous, aligned to 64 bytes, with value semantics.
///
/// The last axis runs fastest. Copies share storage until one of them is written to.
/// Subscripts are for set-up code and tests; loops over many elements take the whole
/// buffer once (`withUnsafeMutableBufferPointer`) or call a kernel.
public struct Tensor<Element: TensorElement>: Sendable {
    /// Extent along each axis; an empty shape is a single number.
    public private(set) var shape: [Int]

    @usableFromInline var storage: Storage

    /// Makes an array whose elements are all `value`.
    public init(shape: [Int], repeating value: Element) {
        self.init(uninitializedShape: shape)
        storage.base.initialize(repeating: value, count: count)
    }

    /// Makes an array from `elements` in row-major order. Precondition: their number is the product of `shape`.
    public init(shape: [Int], elements: some Collection<Element>) {
        self.init(uninitializedShape: shape)
        precondition(elements.count == count, "shape \(shape) does not hold \(elements.count) elements")
        _ = UnsafeMutableBufferPointer(start: storage.base, count: count).initialize(from: elements)
    }

    /// Makes a vector from `elements`.
    public init(_ elements: some Collection<Element>) {
        self.init(shape: [elements.count], elements: elements)
    }

    private init(uninitializedShape shape: [Int]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative extent in shape \(shape)")
        self.shape = shape
        storage = Storage(count: shape.reduce(1, *))
    }

    /// Number of elements.
    @inlinable public var count: Int { storage.count }

    /// The elements in row-major order, copied.
    public var elements: [Element] { withUnsafeBufferPointer(Array.init) }

    /// The same elements under another shape. Precondition: the same number of elements.
    public func reshaped(_ shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "cannot reshape \(self.shape) to \(shape)")
        var result = self
        result.shape = shape
        return result
    }
}

/// Loops over many arrays at once touch more places than address translation remembers in small pages.
private enum TensorMemory {
    static let largePage = 1 << 21
}

extension Tensor {
    /// Aligned memory owned by one or more tensors.
    @usableFromInline final class Storage: @unchecked Sendable {
        @usableFromInline let base: UnsafeMutablePointer<Element>
        @usableFromInline let count: Int

        @usableFromInline init(count: Int) {
            let bytes = Swift.max(count, 1) * MemoryLayout<Element>.stride
            let isLarge = bytes >= 2 * TensorMemory.largePage
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: bytes, alignment: isLarge ? TensorMemory.largePage : 64)
            if isLarge { ansatz_lattice_prefer_large_pages(memory, bytes) }
            base = memory.bindMemory(to: Element.self, capacity: Swift.max(count, 1))
            self.count = count
        }

        @usableFromInline func copied() -> Storage {
            let copy = Storage(count: count)
            copy.base.initialize(from: base, count: count)
            return copy
        }

        deinit { base.deallocate() }
    }

    @inlinable mutating func makeUnique() {
        if !isKnownUniquelyReferenced(&storage) { storage = storage.copied() }
    }

    /// Calls `body` with the elements in row-major order.
    @inlinable public func withUnsafeBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
    }

    /// Calls `body` with the elements in row-major order, for writing.
    @inlinable public mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        makeUnique()
        return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
    }

    /// Element at a row-major position.
    @inlinable public subscript(_ index: Int) -> Element {
        get {
            precondition(index >= 0 && index < storage.count, "index out of range")
            return storage.base[index]
        }
        set {
            precondition(index >= 0 && index < storage.count, "index out of range")
            makeUnique()
            storage.base[index] = newValue
        }
    }

    /// Element of a matrix. Precondition: rank 2.
    @inlinable public subscript(_ row: Int, _ column: Int) -> Element {
        get { self[offset(row, column)] }
        set { self[offset(row, column)] = newValue }
    }

    /// Element of a rank-3 array.
    @inlinable public subscript(_ first: Int, _ second: Int, _ third: Int) -> Element {
        get { self[offset(first, second) * shape[2] + third] }
        set { self[offset(first, second) * shape[2] + third] = newValue }
    }

    @inlinable func offset(_ first: Int, _ second: Int) -> Int {
        precondition(second >= 0 && second < shape[1], "index out of range")
        return first * shape[1] + second
    }
}

extension Tensor: Equatable where Element: Equatable {
    public static func == (left: Tensor, right: Tensor) -> Bool {
        left.shape == right.shape
            && left.withUnsafeBufferPointer { a in right.withUnsafeBufferPointer { b in a.elementsEqual(b) } }
    }
}
