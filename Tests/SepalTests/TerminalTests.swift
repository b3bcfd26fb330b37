import TestSupport
import Foundation
import Testing

@Suite("At the terminal") struct TerminalTests {
  private let study: SmallStudy

  init() throws { study = try SmallStudy() }

  /// Runs in a terminal of its own and returns what appears there.
  private func screen(_ environment: [String: String]) throws -> String {
    try SepalCommand.run(
      study.arguments(["run", "methods", "--format", "html", "--output", "report"]),
      in: study.folder.path, environment: environment,
      // `script` passes one line to a shell; the words hold nothing that a shell would change.
      shell: "exec script --quiet --return --command \"$*\" /dev/null"
    ).output
  }

  private static let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  @Test("a log gets whole lines without control codes, and data go to standard output alone")
  func log() throws {
    let outcome = try study.shortRun()
    #expect(outcome.output == "report/report.html\n")
    #expect(outcome.messages.contains(/images and masks: 8 images, [0-9.]+ s\n/))
    #expect(!outcome.messages.contains("\u{1B}"))
    #expect(!outcome.messages.contains("\r"))
    #expect(outcome.messages.hasSuffix("\n"))
  }

  @Test(
    "a terminal gets a line that renews itself",
    .enabled(if: hasScript, "script, of util-linux, is not on this machine"))
  func terminal() throws {
    let screen = try screen(["TERM": "xterm-256color"])
    #expect(screen.hasPrefix("\r\u{1B}[Kopening the cache …"), "something shows at once")
    #expect(screen.contains("\r\u{1B}[Kimages and masks: 0/8"))
    #expect(screen.contains("\r\u{1B}[Kimages and masks: 8 images, "))
    #expect(screen.contains("\r\u{1B}[Kwriting the report …\r\u{1B}[K"))
    #expect(screen.hasSuffix("report/report.html\r\n"))
  }

  @Test(
    "NO_COLOR takes all colour away, and a dumb terminal all control codes",
    .enabled(if: hasScript, "script, of util-linux, is not on this machine"))
  func dumb() throws {
    let plain = try screen(["TERM": "xterm-256color", "NO_COLOR": "1"])
    #expect(!plain.contains(/\u{1B}\[[0-9;]*m/))
    let dumb = try screen(["TERM": "dumb"])
    #expect(!dumb.contains("\u{1B}"))
    #expect(dumb.contains("images and masks: 8 images"))
  }

  @Test("standard output that is closed early ends a listing without a crash")
  func closedPipe() throws {
    let outcome = try SepalCommand.run(
      study.arguments(["list"]), in: study.folder.path, shell: "\"$@\" | head -n 1")
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(!outcome.messages.contains("rror"), "\(outcome.messages)")
  }
}
