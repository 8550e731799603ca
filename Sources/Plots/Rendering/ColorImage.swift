/// An image of opaque or transparent pixels, from the top row down.
struct ColorImage {
    let width: Int
    let height: Int
    /// 0xAARRGGBB with colours multiplied by opacity, [row][column].
    var pixels: [UInt32]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: 0, count: width * height)
    }

    static func pixel(_ color: PlotColor) -> UInt32 {
        let (red, green, blue) = color.bytes
        return 0xFF00_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    }
}
