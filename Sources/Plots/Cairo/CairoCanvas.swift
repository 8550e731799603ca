import CCairo
import Foundation

/// A page drawn by cairo (1.10 or later), kept in memory until it is finished.
///
/// Text goes through cairo's simple interface with the system's sans serif; in SVG and PDF files letters are shapes or
/// embedded fonts, so that they look the same everywhere.
final class CairoCanvas: Canvas {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let format: FigureFormat
    private let sink: ByteSink
    let pixelsPerPoint: Double

    /// - Throws: `PlotError.drawing`
    init(_ size: FigureSize, _ format: FigureFormat) throws(PlotError) {
        let sink = ByteSink()
        let closure = Unmanaged.passUnretained(sink).toOpaque()
        let scale = 2.0
        let made: OpaquePointer? =
            switch format {
            case .png:
                cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32((size.width * scale).rounded()), Int32((size.height * scale).rounded()))
            case .svg: cairo_svg_surface_create_for_stream(ByteSink.receive, closure, size.width, size.height)
            case .pdf: cairo_pdf_surface_create_for_stream(ByteSink.receive, closure, size.width, size.height)
            }
        guard let surface = made, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
            throw .drawing(reason: "no memory for a picture of \(Int(size.width)) by \(Int(size.height)) points")
        }
        if format == .png { cairo_scale(context, scale, scale) }
        if format == .svg { cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT) }
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        (self.surface, self.context, self.format, self.sink) = (surface, context, format, sink)
        pixelsPerPoint = scale
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// The bytes of the file. Nothing can be drawn afterwards.
    func finish() throws(PlotError) -> [UInt8] {
        cairo_surface_flush(surface)
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(reason: String(cString: cairo_status_to_string(status))) }
        guard format == .png else {
            cairo_surface_finish(surface)
            return sink.bytes
        }
        let width = Int(cairo_image_surface_get_width(surface)), height = Int(cairo_image_surface_get_height(surface))
        guard let data = cairo_image_surface_get_data(surface) else { throw .drawing(reason: "the picture has no pixels") }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let pixels = UnsafeRawBufferPointer(start: data, count: stride * height)
        return PortableNetworkGraphics.encode(pixels, stride: stride, width: width, height: height)
    }

    func extent(of text: String, font: PlotFont) -> TextExtent {
        select(font)
        var text_extents = cairo_text_extents_t()
        var font_extents = cairo_font_extents_t()
        cairo_text_extents(context, text, &text_extents)
        cairo_font_extents(context, &font_extents)
        // Ink may reach beyond the advance, as in slanted last letters.
        let width = max(text_extents.x_advance, text_extents.x_bearing + text_extents.width)
        return TextExtent(width: width, height: font_extents.ascent + font_extents.descent, ascent: font_extents.ascent)
    }

    func fill(_ path: Path, _ color: PlotColor) {
        trace(path)
        set(color)
        cairo_fill(context)
    }

    func stroke(_ path: Path, _ style: StrokeStyle) {
        trace(path)
        set(style.color)
        cairo_set_line_width(context, style.width)
        cairo_set_dash(context, style.dash, Int32(style.dash.count), 0)
        cairo_stroke(context)
    }

    func draw(_ text: PlacedText) {
        let extent = extent(of: text.text, font: text.font)
        cairo_save(context)
        cairo_translate(context, text.place.x, text.place.y)
        cairo_rotate(context, text.angle)
        cairo_move_to(context, text.offset(text.along, extent.width), text.offset(text.across, extent.height) + extent.ascent)
        if let halo = text.halo {
            cairo_text_path(context, text.text)
            set(halo)
            cairo_set_dash(context, [], 0, 0)
            cairo_set_line_width(context, text.font.size * 0.3)
            cairo_stroke_preserve(context)
            set(text.color)
            cairo_fill(context)
        } else {
            set(text.color)
            cairo_show_text(context, text.text)
        }
        cairo_restore(context)
    }

    func draw(_ image: ColorImage, in rectangle: PlotRectangle) {
        guard let picture = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(image.width), Int32(image.height)),
            let data = cairo_image_surface_get_data(picture)
        else { return }
        let stride = Int(cairo_image_surface_get_stride(picture))
        image.pixels.withUnsafeBytes { source in
            for row in 0..<image.height {
                memcpy(data + row * stride, source.baseAddress! + row * image.width * 4, image.width * 4)
            }
        }
        cairo_surface_mark_dirty(picture)
        cairo_save(context)
        cairo_translate(context, rectangle.x, rectangle.y)
        cairo_scale(context, rectangle.width / Double(image.width), rectangle.height / Double(image.height))
        cairo_set_source_surface(context, picture, 0, 0)
        // Pixels meet those of the page one to one; viewers of vector formats may not smear the edge of a mask.
        cairo_pattern_set_filter(cairo_get_source(context), format == .png ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
        cairo_rectangle(context, 0, 0, Double(image.width), Double(image.height))
        cairo_fill(context)
        cairo_restore(context)
        cairo_surface_destroy(picture)
    }

    func clipping(to rectangle: PlotRectangle, _ body: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo_clip(context)
        body()
        cairo_restore(context)
    }

    private func select(_ font: PlotFont) {
        cairo_select_font_face(
            context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, font.size)
    }

    private func set(_ color: PlotColor) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    private func trace(_ path: Path) {
        cairo_new_path(context)
        for piece in path.pieces {
            guard let first = piece.first else { continue }
            cairo_move_to(context, first.x, first.y)
            for point in piece.dropFirst() { cairo_line_to(context, point.x, point.y) }
            if path.isClosed { cairo_close_path(context) }
        }
    }
}

/// Collects what cairo writes.
private final class ByteSink {
    var bytes: [UInt8] = []

    static let receive: cairo_write_func_t = { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}
