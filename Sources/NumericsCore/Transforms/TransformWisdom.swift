import CFFTW
import Foundation

/// What FFTW has learned about fast plans on this machine, as text.
///
/// A run that uses measured plans must keep this text with its checkpoint: with it the same plans, and so
/// the same bits, come out in the next process.
public enum TransformWisdom {
    /// A place for the text, such as a file in a cache folder; this module opens no files itself.
    public protocol Store {
        /// The text saved last, or nil.
        func load() -> String?
        /// Keeps the text.
        func save(_ wisdom: String)
    }

    /// All wisdom gathered so far in this process.
    public static func exported() -> String {
        TransformPlanCache.shared.withPlanner {
            guard let text = fftw_export_wisdom_to_string() else { return "" }
            defer { free(text) }
            return String(cString: text)
        }
    }

    /// Adds wisdom to what is known; false if the text is damaged or from another version of FFTW.
    @discardableResult public static func add(_ text: String) -> Bool {
        TransformPlanCache.shared.withPlanner { fftw_import_wisdom_from_string(text) != 0 }
    }

    /// Forgets all wisdom and all cached plans.
    public static func removeAll() {
        TransformPlanCache.shared.removeAll()
        TransformPlanCache.shared.withPlanner { fftw_forget_wisdom() }
    }

    /// Adds the wisdom of a store, if it holds any.
    public static func load(from store: some Store) {
        if let text = store.load() { add(text) }
    }

    /// Gives all wisdom to a store.
    public static func save(to store: some Store) {
        store.save(exported())
    }
}
