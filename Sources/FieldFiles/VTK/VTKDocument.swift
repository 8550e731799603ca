/// A VTK XML file: the skeleton in XML and the arrays appended to it.
struct VTKDocument {
    /// A group of arrays, such as `PointData`.
    struct Section {
        var tag: String
        var attributes = ""
        var arrays: [VTKArray]
    }

    /// `ImageData`, `RectilinearGrid` or `UnstructuredGrid`.
    var type: String
    /// Attributes of the element named after the type.
    var attributes = ""
    var pieceAttributes: String
    var fieldData: [VTKArray]
    var sections: [Section]

    /// The pieces of the file in order.
    func encoded(_ options: VTKOptions) -> [[UInt8]] {
        var payload = VTKPayload(options)
        let compressor = options.isCompressed ? " compressor=\"vtkZLibDataCompressor\"" : ""
        var text = "<?xml version=\"1.0\"?>\n"
        text += "<VTKFile type=\"\(type)\" version=\"1.0\" byte_order=\"LittleEndian\" header_type=\"UInt64\"\(compressor)>\n"
        text += "  <\(type)\(attributes)>\n"
        if !fieldData.isEmpty {
            text += element(Section(tag: "FieldData", arrays: fieldData), indent: "    ", &payload)
        }
        text += "    <Piece \(pieceAttributes)>\n"
        for section in sections { text += element(section, indent: "      ", &payload) }
        text += "    </Piece>\n  </\(type)>\n"
        text += "  <AppendedData encoding=\"\(options.encoding.rawValue)\">\n_"
        return [Array(text.utf8)] + payload.pieces + [Array("\n  </AppendedData>\n</VTKFile>\n".utf8)]
    }

    private func element(_ section: Section, indent: String, _ payload: inout VTKPayload) -> String {
        var text = "\(indent)<\(section.tag)\(section.attributes)>\n"
        for array in section.arrays {
            let offset = payload.append(array.bytes)
            text += "\(indent)  <DataArray \(array.attributes) format=\"appended\" offset=\"\(offset)\"/>\n"
        }
        return text + "\(indent)</\(section.tag)>\n"
    }
}
