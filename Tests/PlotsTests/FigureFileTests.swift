import Foundation
import NumericsCore
import Plots
import XCTest

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Files that other programs read: PNG down to its pixels, SVG as XML, PDF by its frame.
final class FigureFileTests: XCTestCase {
    /// A map that is low on the left and high on the right, jumping at x = 0.75 between two uneven points.
    private var step: Figure {
        let x = [0, 0.7499, 0.7501, 1], y = [0.0, 1]
        let plane = PlaneValues(horizontal: x, vertical: y, values: [0, 0, 1, 1, 0, 0, 1, 1])
        let scale = ColorScale(map: .sequential, range: 0...1)
        return Figure(
            panels: [Panel(horizontal: PlotAxis("x"), vertical: PlotAxis("y"), layers: [.map(ColorField(plane, scale: scale))], keepsAspect: true)],
            size: FigureSize(width: 300, height: 200))
    }

    private struct Image {
        let width: Int
        let height: Int
        /// [row][column], 0xRRGGBB.
        let pixels: [UInt32]
    }

    /// Decodes what the standard says of colour type 2 with filters 0 and 2, checking every length and checksum.
    private func decode(_ bytes: [UInt8]) throws -> Image {
        XCTAssertEqual(Array(bytes.prefix(8)), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        func number(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
        var (position, width, height, data, names) = (8, 0, 0, [UInt8](), [String]())
        while position < bytes.count {
            let length = number(position)
            let name = String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self)
            let content = Array(bytes[(position + 8)..<(position + 8 + length)])
            XCTAssertEqual(UInt32(number(position + 8 + length)), CRC32.checksum(Array(name.utf8) + content))
            if name == "IHDR" {
                (width, height) = (number(position + 8), number(position + 12))
                XCTAssertEqual(Array(content[8...]), [8, 2, 0, 0, 0])
            }
            if name == "IDAT" { data += content }
            names.append(name)
            position += 12 + length
        }
        XCTAssertEqual(names.last, "IEND")
        let raw = try Deflate.decompress(data, count: height * (1 + 3 * width), isRaw: false)
        var rows = [[UInt8]]()
        for row in 0..<height {
            let line = Array(raw[(row * (1 + 3 * width))..<((row + 1) * (1 + 3 * width))])
            XCTAssertTrue(line[0] == 0 || line[0] == 2)
            let above = row > 0 && line[0] == 2 ? rows[row - 1] : [UInt8](repeating: 0, count: 3 * width)
            rows.append(zip(line.dropFirst(), above).map { $0 &+ $1 })
        }
        var pixels: [UInt32] = []
        for row in rows {
            for start in stride(from: 0, to: row.count, by: 3) {
                let (red, green, blue) = (UInt32(row[start]), UInt32(row[start + 1]), UInt32(row[start + 2]))
                pixels.append(red << 16 | green << 8 | blue)
            }
        }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func hex(_ color: PlotColor) -> UInt32 {
        let (red, green, blue) = color.bytes
        return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }

    func testPixelsOfAMapHaveTheColoursOfItsValuesInTheRightPlaces() throws {
        let image = try decode(step.encoded(as: .png))
        XCTAssertEqual(image.width, 600)
        XCTAssertEqual(image.height, 400)
        XCTAssertEqual(image.pixels[0], 0xFFFFFF, "the page is white")
        let low = hex(ColorMap.sequential.color(at: 0)), high = hex(ColorMap.sequential.color(at: 1))
        // A row through the middle of the square.
        let row = Array(image.pixels[(180 * 600)..<(181 * 600)])
        let lows = row.indices.filter { row[$0] == low }, highs = row.indices.filter { row[$0] == high }
        let first = try XCTUnwrap(lows.first), jump = try XCTUnwrap(highs.first), last = try XCTUnwrap(highs.last)
        XCTAssertTrue(lows.allSatisfy { $0 < jump })
        // The jump is at three quarters of the width, to two pixels: as if points were even it would be at the half.
        XCTAssertEqual(Double(jump - first) / Double(last - first + 1), 0.75, accuracy: 2.0 / Double(last - first))
        // A unit is as long upwards as across.
        let column = (0..<400).filter { image.pixels[$0 * 600 + first + 20] == low }
        XCTAssertEqual(Double(column.count), Double(last - first + 1), accuracy: 4)
    }

    func testHolesShowThePage() throws {
        let points = (0...40).map { Double($0) / 40 }
        var values: [Double] = []
        for y in points {
            for x in points { values.append(hypot(x - 0.5, y - 0.5) < 0.3 ? .nan : 1) }
        }
        let plane = PlaneValues(horizontal: points, vertical: points, values: values)
        let scale = ColorScale(map: .sequential, range: 0...1)
        let panel = Panel(horizontal: PlotAxis(""), vertical: PlotAxis(""), layers: [.map(ColorField(plane, scale: scale))], keepsAspect: true)
        let image = try decode(Figure(panels: [panel], size: FigureSize(width: 200, height: 200)).encoded())
        let high = hex(ColorMap.sequential.color(at: 1))
        let shown = image.pixels.count { $0 == high }, holes = (0..<400).map { row in image.pixels[(row * 400)..<((row + 1) * 400)] }
        // White pixels between coloured ones of the same row: the hole of area 0.09 pi.
        let hole = holes.reduce(0) { sum, row in
            guard let first = row.firstIndex(of: high), let last = row.lastIndex(of: high) else { return sum }
            return sum + row[first...last].count { $0 == 0xFFFFFF }
        }
        // Half a cell of 1/40 at the edge of the hole.
        XCTAssertEqual(Double(hole) / Double(shown + hole), 0.09 * .pi, accuracy: 0.03)
    }

    func testVectorFilesAreWellFormed() throws {
        let svg = try step.encoded(as: .svg)
        let parser = XMLParser(data: Data(svg))
        XCTAssertTrue(parser.parse(), "\(String(describing: parser.parserError))")
        let text = String(decoding: svg, as: UTF8.self)
        XCTAssertTrue(text.contains("width=\"300pt\"") && text.contains("viewBox=\"0 0 300 200\""), String(text.prefix(300)))
        let pdf = try step.encoded(as: .pdf)
        XCTAssertEqual(String(decoding: pdf.prefix(5), as: UTF8.self), "%PDF-")
        XCTAssertTrue(String(decoding: pdf.suffix(8), as: UTF8.self).contains("%%EOF"))
    }

    func testTheSameFigureGivesTheSameBytes() throws {
        let first = try step.encoded(as: .png), second = try step.encoded(as: .png)
        XCTAssertTrue(first == second)
    }

    func testFilesThatCannotBeWrittenAreToldApart() {
        XCTAssertThrowsError(try step.write(to: "/nowhere/at/all.png")) { error in
            guard case PlotError.cannotWrite = error else { return XCTFail("\(error)") }
        }
        XCTAssertThrowsError(try step.write(to: "picture.bmp")) { XCTAssertEqual($0 as? PlotError, .unknownFormat("picture.bmp")) }
    }
}
