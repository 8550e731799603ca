/// Makes text fit a length: first by smaller letters, then by leaving out its end.
struct TextFitting {
    let measure: (String, PlotFont) -> TextExtent

    func fitted(_ text: String, _ font: PlotFont, width: Double) -> (text: String, font: PlotFont) {
        let natural = measure(text, font).width
        guard natural > width, natural > 0 else { return (text, font) }
        var font = font
        font.size *= max(width / natural * 0.98, 0.75)
        guard measure(text, font).width > width else { return (text, font) }
        var low = 0, high = text.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if measure(text.prefix(middle) + "…", font).width <= width { low = middle } else { high = middle }
        }
        return (low == 0 ? "" : text.prefix(low) + "…", font)
    }
}
