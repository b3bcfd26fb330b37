import TestSupport
import Foundation
import Testing

@Suite("The command line") struct CommandLineTests {
  static let commands = [
    ["list"], ["plan"], ["run"], ["merge"], ["eval"], ["doctor"], ["cache"], ["cache", "size"],
    ["cache", "list"], ["cache", "prune"],
  ]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sepal(_ words: [String]) throws -> SepalCommand.Outcome {
    try SepalCommand.run(words, in: folder.path)
  }

  @Test("every command explains itself with an example of its own options", arguments: commands)
  func help(_ command: [String]) throws {
    let outcome = try sepal(command + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.messages.isEmpty)
    // Help is wrapped where the line ends, an example's options included.
    let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let start = try #require(text.firstRange(of: "Example: sepal \(command[0])"))
    let end = try #require(text.firstRange(of: "USAGE:"))
    let example = text[start.upperBound..<end.lowerBound]
    let usage = text[end.upperBound...]
    for option in example.split(separator: " ") where option.hasPrefix("--") {
      #expect(usage.contains(option) || command == ["cache"], "\(option) is no option")
    }
  }

  @Test("the commands are those that the help lists, and the exit codes stand there")
  func overview() throws {
    let outcome = try sepal(["--help"])
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.output.contains("\n  \(command[0]) ")) }
    for code in ["64 usage", "65 bad data", "75 incomplete", "130 interrupted"] {
      #expect(outcome.output.replacing("\n", with: " ").contains(code))
    }
  }

  @Test("an option that does not exist is a mistake of use, named", arguments: commands)
  func unknownOption(_ command: [String]) throws {
    let required = [
      ["merge"]: ["--pseudo", "a", "--masks", "b", "--output", "c"],
      ["eval"]: ["--predictions", "a", "--ground-truth", "b"], ["cache", "prune"]: ["--all"],
    ]
    let outcome = try sepal(command + (required[command] ?? []) + ["--treshold", "0.5"])
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains("--treshold"))
  }

  @Test(
    "a value that makes no sense is a mistake of use, and the message says what would",
    arguments: [
      (["eval", "--predictions", "a", "--ground-truth", "b", "--jobs", "0"], "at least 1"),
      (["eval", "--predictions", "a", "--ground-truth", "b", "--protocol", "coco"], "sam-wsss"),
      (
        ["merge", "--pseudo", "a", "--masks", "b", "--output", "c", "--rule", "spel"],
        "sepl-v4, fma"
      ),
      (["merge", "--pseudo", "a", "--masks", "b", "--output", "c", "--rule", "oracle"], "sepl"),
      (["merge", "--pseudo", "a", "--masks", "b", "--output", "c", "--jobs", "0"], "at least 1"),
      (
        ["merge", "--pseudo", "a", "--masks", "b", "--output", "c", "--mask-threshold", "50"],
        "from 0 to 1"
      ),
      (["run", "ablatoin"], "ablation"), (["plan", "ablatoin"], "ablation"),
      (["run", "--format", "docx"], "html,pdf"), (["run", "--format", ","], "html,pdf"),
      (["run", "--max-size", "0"], "at least 1"), (["run", "--limit", "0"], "at least 1"),
      (["run", "--jobs", "0"], "at least 1"), (["run", "--pseudo", "seeds"], "NAME=FOLDER"),
      (["run", "--pseudo", "seeds="], "NAME=FOLDER"),
      (["run", "--pseudo", "a=b", "--pseudo", "a=c"], "twice"),
      (["run", "--masks", ","], "region-tree"), (["run", "--masks", "a,a"], "“a” twice"),
      (["run", "--scenes", "1"], "at least 2"),
      (["cache", "prune"], "--step"),
    ])
  func nonsense(_ command: [String], _ remedy: String) throws {
    let outcome = try sepal(command)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains(remedy), "\(outcome.messages)")
    #expect(try folder.files(below: "").isEmpty, "nothing is written before the words are read")
  }

  @Test("the version goes to standard output")
  func version() throws {
    let outcome = try sepal(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(/^[0-9]+\.[0-9]+\.[0-9]+ \([0-9a-f]+/))
  }

  @Test("doctor finds libraries, fonts and shipped weights, and says what is missing")
  func doctor() throws {
    struct Check: Decodable {
      var name: String
      var isWell: Bool
      var detail: String
    }
    let outcome = try sepal(["doctor", "--dataset", "nowhere", "--pseudo", "a=nothing", "--json"])
    #expect(outcome.status == 66)
    let checks = try outcome.json(as: [Check].self)
    let backbone = "weights efficientnet-lite0-57934424.pth"
    #expect(checks.filter { !$0.isWell }.map(\.name) == [backbone, "data set", "labels a"])
    #expect(checks.first { $0.name == backbone }?.detail.contains("scripts/bootstrap") == true)
    #expect(checks.contains { $0.name == "weights sepal-nano.safetensors" && $0.isWell })
    #expect(checks.contains { $0.name == "fonts" && $0.isWell })
    #expect(checks.first { $0.name == "data set" }?.detail.contains("nowhere/JPEGImages") == true)
  }
}
