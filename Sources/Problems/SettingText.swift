/// A setting as text, with its place.
public enum SettingText: Sendable {
    case scalar(String, SourceOrigin?)
    case list([SettingText], SourceOrigin?)
    case map([String: SettingText], SourceOrigin?)
}
