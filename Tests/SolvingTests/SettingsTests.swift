import Problems
import Solving
import XCTest

final class SettingsTests: XCTestCase {
    private let schema: [SettingDescription] = [
        SettingDescription("tolerance", .number(range: 1e-14...0.1, default: 1e-8), meaning: "Asked accuracy."),
        SettingDescription("degree", .integer(range: 2...64, default: nil), meaning: "Polynomial degree."),
        SettingDescription("integrator", .choice(["auto", "radau"], default: "auto"), meaning: "Time integrator."),
        SettingDescription("estimate", .flag(default: true), meaning: "Whether to estimate."),
        SettingDescription("modes", .integers(range: 4...4096, default: nil), meaning: "Modes by axis."),
    ]

    private func read(_ settings: [String: SettingText]) -> SettingsReading {
        SolverRequest(method: "m", settings: settings).settings(schema: schema, constant: { Double($0) })
    }

    func testWhatTheFileLeavesOutHasItsDefault() throws {
        guard case .settings(let settings) = read([:]) else { return XCTFail("refused") }
        XCTAssertEqual(settings.number("tolerance"), 1e-8)
        XCTAssertEqual(settings.text("integrator"), "auto")
        XCTAssertTrue(settings.flag("estimate"))
        XCTAssertFalse(settings.has("degree"))
        XCTAssertTrue(settings.given.isEmpty)
    }

    func testEveryKindIsRead() throws {
        let reading = read([
            "tolerance": .scalar("1e-6", nil), "degree": .scalar("12", nil), "integrator": .scalar("radau", nil),
            "estimate": .scalar("false", nil), "modes": .list([.scalar("64", nil), .scalar("32", nil)], nil),
        ])
        guard case .settings(let settings) = reading else { return XCTFail("refused") }
        XCTAssertEqual(settings.number("tolerance"), 1e-6)
        XCTAssertEqual(settings.integer("degree"), 12)
        XCTAssertEqual(settings.text("integrator"), "radau")
        XCTAssertFalse(settings.flag("estimate"))
        XCTAssertEqual(settings.integers("modes"), [64, 32])
        XCTAssertEqual(settings.given.count, 5)
    }

    func testAllIssuesAreCollected() {
        guard
            case .issues(let issues) = read([
                "tolerence": .scalar("1", nil), "degree": .scalar("2.5", nil), "estimate": .scalar("yes", nil),
                "tolerance": .scalar("7", nil),
            ])
        else { return XCTFail("accepted") }
        XCTAssertEqual(issues.map(\.setting), ["degree", "estimate", "tolerance", "tolerence"])
        XCTAssertEqual(issues[3].kind, .unknown(allowed: schema.map(\.name)))
        XCTAssertEqual(issues[2].kind, .unfit(value: "7", requirement: "a number from 1e-14 to 0.1"))
    }

    func testTheReaderSeesTheSameDeclaration() {
        let key = KeySchema(setting: schema[0])
        XCTAssertEqual(key.name, "tolerance")
        XCTAssertEqual(key.defaultText, "1e-08")
        XCTAssertEqual(key.example, "tolerance: 1e-08")
    }
}
