import Fields

/// The words of which shapes are made.
enum ShapeTerm: String, CaseIterable {
    case box, disk, ball, ellipse, polygon, halfspace, mesh
    case condition = "where"

    /// How it is written, for messages and help.
    func example(dimension: Int) -> String {
        func point(_ value: String) -> String {
            dimension == 1 ? value : "[" + Array(repeating: value, count: dimension).joined(separator: ", ") + "]"
        }
        switch self {
        case .box: return "box(\(point("0")), \(point("1")))"
        case .disk: return "disk([0, 0], 0.5)"
        case .ball: return "ball(\(point("0")), 0.5)"
        case .ellipse: return dimension == 2 ? "ellipse([0, 0], [2, 1])" : "ellipse([0, 0, 0], [3, 2, 1])"
        case .polygon: return "polygon([0, 0], [1, 0], [0, 1])"
        case .halfspace: return "halfspace(\(point("0")), \(dimension == 1 ? "1" : point("1")))"
        case .mesh: return "mesh(part.msh)"
        case .condition: return "where(x > 0.5)"
        }
    }

    /// Dimensions in which it has a meaning.
    var dimensions: ClosedRange<Int> {
        switch self {
        case .disk, .polygon: 2...2
        case .ellipse: 2...3
        default: 1...3
        }
    }

    /// The number of arguments.
    var arguments: ClosedRange<Int> {
        switch self {
        case .ellipse: 2...3
        case .polygon: 3...1000
        case .condition, .mesh: 1...1
        default: 2...2
        }
    }
}
