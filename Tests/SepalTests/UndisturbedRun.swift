import TestSupport
import Foundation
import Testing

/// One complete run over a small study with two jobs, which other runs are compared with.
struct UndisturbedRun {
  let study: SmallStudy
  let outcome: SepalCommand.Outcome
  /// The report's files by path, with their bytes.
  let files: [String: Data]
  /// Results in the cache.
  let objects: Int
  let packedBytes: Int

  @TaskLocal static var current: UndisturbedRun?

  init() throws {
    study = try SmallStudy()
    outcome = try study.sepal("run", "--jobs", "2", "--output", "report")
    files = try study.folder.files(below: "report")
    objects = try study.keptSteps().reduce(0) { $0 + $1.objects }
    packedBytes = try study.packedBytes()
  }

  /// What a run's files must share with those of any other run over the same data, however it came
  /// about: all but measured times and the digests of what holds them.
  static func lasting(_ files: [String: Data]) -> [String: Data] {
    files.filter { !["results.json", "manifest.json", "SHA256SUMS"].contains($0.key) }
  }

  /// The files that differ from this run's, or that only one of the two has.
  func differences(from other: [String: Data]) -> [String] {
    let (mine, others) = (Self.lasting(files), Self.lasting(other))
    return Set(mine.keys).union(others.keys).filter { mine[$0] != others[$0] }.sorted()
  }
}

/// Makes the run once for a suite and all that is in it.
struct UndisturbedRunTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await UndisturbedRun.$current.withValue(UndisturbedRun(), operation: function)
  }
}

extension SuiteTrait where Self == UndisturbedRunTrait {
  static var undisturbedRun: Self { UndisturbedRunTrait() }
}

/// Everything that is compared with one undisturbed run.
@Suite("sepal run", .undisturbedRun) struct RunCommandTests {}
