import Fields
import NumericsCore

extension SafeTensors {
    private static let checksumKey = "checksum"

    /// The file with a checksum of everything in it among its metadata.
    var sealed: SafeTensors {
        var file = self
        file.metadata[Self.checksumKey] = checksum
        return file
    }

    /// Takes the checksum out of the metadata.
    /// - Throws: `.corrupted` where it is missing or wrong.
    mutating func unseal(path: String) throws(FieldFileError) {
        let stored = metadata.removeValue(forKey: Self.checksumKey)
        guard stored == checksum else { throw .corrupted(path: path, reason: "its checksum is wrong") }
    }

    /// CRC-32 of all names, texts, shapes and data in sorted order, each with its length: independent of how the JSON is
    /// laid out.
    private var checksum: String {
        var crc = CRC32()
        func add(_ text: String) {
            crc.update(Array("\(text.utf8.count):\(text)".utf8))
        }
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) {
            add(key)
            add(text)
        }
        for (name, array) in tensors.sorted(by: { $0.key < $1.key }) {
            add(name)
            add("\(array.type.rawValue) \(array.shape)")
            crc.update(array.encodedElements())
        }
        return String(crc.value, radix: 16)
    }
}
