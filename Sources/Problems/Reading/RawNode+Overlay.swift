extension RawNode {
    /// This node with another laid over it: maps merge key by key, everything else is replaced.
    func overlaid(by top: RawNode) -> RawNode {
        guard let below = map, let above = top.map else { return top }
        var merged = below
        for entry in above {
            if let index = merged.firstIndex(where: { $0.key == entry.key }) {
                merged[index].keyOrigin = entry.keyOrigin
                merged[index].value = merged[index].value.overlaid(by: entry.value)
            } else {
                merged.append(entry)
            }
        }
        var result = top
        result.content = .map(merged)
        return result
    }

    /// Drops the entry at a path of keys; false if there is none.
    mutating func remove(path: [String]) -> Bool {
        guard let key = path.first, var entries = map, let index = entries.firstIndex(where: { $0.key == key }) else {
            return false
        }
        var removed = true
        if path.count == 1 {
            entries.remove(at: index)
        } else {
            removed = entries[index].value.remove(path: Array(path.dropFirst()))
        }
        content = .map(entries)
        return removed
    }

    /// Every dotted path of keys below this node.
    func paths(below prefix: String = "") -> [String] {
        (map ?? []).flatMap { entry -> [String] in
            let path = prefix.isEmpty ? entry.key : "\(prefix).\(entry.key)"
            return [path] + entry.value.paths(below: path)
        }
    }
}
