import ArgumentParser
import Foundation
import TestSupport
import Vision

/// Feeds damaged checkpoints, arrays and activation maps to their readers. A crash ends it by a signal, a hang by
/// SIGALRM; a bound that is broken by status 1. The input is left in the folder that it names.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sepal-fuzz",
    abstract: "Feeds damaged checkpoints, safetensors, .npy and .npz files to their readers.",
    discussion: "Example, from the package's folder: sepal-fuzz --seconds 600")

  @Option(help: "How long to go on.") var seconds = 60
  @Option(help: "Seeds the choice of damages.") var seed: UInt64 = 0
  @Option(help: "Folders whose .pth, .safetensors, .npy and .npz files are damaged.")
  var folders = [
    "Tests/Fixtures/checkpoints", "Tests/Fixtures/images/arrays", "Tests/Fixtures/cam/dictionaries",
  ]

  /// How long one file may take. The readers' own bounds make it fractions of a second.
  private static let secondsPerFile: UInt32 = 20

  func run() throws {
    let seeds = try folders.flatMap(Seed.all)
    guard !seeds.isEmpty else { throw ValidationError("no files to damage in \(folders)") }
    let work = FileManager.default.temporaryDirectory.appending(path: "sepal-fuzz-\(seed)")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    print("\(seeds.count) files to damage; the current input is in \(work.path())")
    for seed in seeds { _ = try outcome(of: seed.bytes, like: seed, in: work) }
    var damage = Damage(seed: seed, seeds: seeds.map(\.bytes))
    var tally = Tally()
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      let index = Int.random(in: 0..<seeds.count, using: &damage.generator)
      let input = damage.damaged(seeds[index].bytes)
      let outcome = try outcome(of: input, like: seeds[index], in: work)
      tally.add(outcome, size: input.count)
      guard outcome.cost <= 2 * input.count + seeds[index].kind.base else {
        print("\(seeds[index].name): \(input.count) bytes cost \(outcome.cost)")
        throw ExitCode.failure
      }
    }
    print(tally)
    try FileManager.default.removeItem(at: work)
  }

  /// Reads `input` and everything in it.
  private func outcome(of input: [UInt8], like seed: Seed, in work: URL) throws -> Outcome {
    let folder = work.appending(path: seed.kind.rawValue)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(input).write(to: folder.appending(path: "input.\(seed.kind.rawValue)"))
    alarm(Self.secondsPerFile)
    defer { alarm(0) }
    let before = try ProcessMemory.startPeak()
    let start = clock()
    let wasRead = try seed.kind.reads(in: folder.path())
    let milliseconds = (clock() - start) * 1000 / Int(CLOCKS_PER_SEC)
    return Outcome(
      wasRead: wasRead, cost: max(0, try ProcessMemory.peak() - before),
      milliseconds: milliseconds)
  }
}

/// What reading one input came to.
struct Outcome {
  /// Whether the readers took it for a good file.
  var wasRead: Bool
  /// Bytes of memory in use at the worst moment, beyond those before.
  var cost: Int
  /// Of the processor's time, which other programs do not lengthen.
  var milliseconds: Int
}

/// What all inputs came to.
struct Tally: CustomStringConvertible {
  private var inputs = 0
  private var wellRead = 0
  private var longest = 0
  private var dearest = (cost: 0, size: 0)

  mutating func add(_ outcome: Outcome, size: Int) {
    inputs += 1
    if outcome.wasRead { wellRead += 1 }
    longest = max(longest, outcome.milliseconds)
    if outcome.cost > dearest.cost { dearest = (outcome.cost, size) }
  }

  var description: String {
    """
    \(inputs) inputs: \(wellRead) read, \(inputs - wellRead) refused; none crashed or hung
    longest \(longest) ms; most memory \(dearest.cost >> 10) KiB, for a \
    file of \(dearest.size >> 10) KiB
    """
  }
}
