extension RawNode {
    /// The node as plain data for those who read a section later.
    var settingText: SettingText {
        switch content {
        case .scalar(let text): .scalar(text, origin)
        case .list(let nodes): .list(nodes.map(\.settingText), origin)
        case .map(let entries):
            .map(Dictionary(entries.map { ($0.key, $0.value.settingText) }) { first, _ in first }, origin)
        }
    }
}
