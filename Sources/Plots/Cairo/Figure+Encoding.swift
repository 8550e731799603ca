import Foundation

extension Figure {
    /// The figure as the bytes of a file.
    /// - Throws: `PlotError.drawing` if the drawing library refuses, for want of memory.
    public func encoded(as format: FigureFormat = .png) throws(PlotError) -> [UInt8] {
        let canvas = try CairoCanvas(size, format)
        FigureRenderer(self, on: canvas).draw()
        return try canvas.finish()
    }

    /// Writes the figure to a file whose name ends in `.png`, `.svg` or `.pdf`; an old file is replaced whole.
    /// - Throws: `PlotError`
    public func write(to path: String) throws(PlotError) {
        guard let format = FigureFormat(path: path) else { throw .unknownFormat(path) }
        let bytes = try encoded(as: format)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .cannotWrite(path: path, reason: (error as NSError).localizedDescription)
        }
    }
}
