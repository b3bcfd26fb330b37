import Experiments
import Foundation
import Vision

/// Whole protocols over the data set, on all cores.
struct SweepBenchmarks {
  let dataset: Dataset
  let labels: LabelFolder
  let jobs = ProcessInfo.processInfo.activeProcessorCount

  init(_ dataset: Dataset, _ labels: LabelFolder) {
    (self.dataset, self.labels) = (dataset, labels)
  }

  func run() async throws {
    try await grid()
    try await evaluation()
  }

  /// A 20×20 grid of thresholds over every image, masks made beforehand.
  private func grid() async throws {
    let folder =
      "\(NSTemporaryDirectory())/sepal-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer {
      do { try FileManager.default.removeItem(atPath: folder) } catch { print("\(error)") }
    }
    let seed = try SeedSource.folder(name: "labels", path: labels.path)
    let lab = Lab(
      study: Study(dataset: dataset, seeds: [seed], masks: [.regionTree], randomSeed: 0),
      cache: try Cache(folder: folder), digests: FileDigests(folder: folder), jobs: jobs)
    try await timed("region-tree masks of every image, \(jobs) jobs") {
      _ = try await lab.forEachImage("masks") { try $0.key(of: MaskStep(.regionTree)) }
      _ = try await lab.forEachImage("masks") { try $0.output(of: MaskStep(.regionTree)).width }
    }
    let settings = (1...20).flatMap { label in
      (1...20).map { mask in
        MergeSetting(
          .sepl, thresholds: SEPLThresholds(mask: Double(mask) / 20, label: Double(label) / 20))
      }
    }
    try await timed("20×20 thresholds over every image, \(jobs) jobs") {
      _ = try await lab.scores(ScoreStep(seed: seed, masks: .regionTree, settings: settings))
    }
  }

  /// As many pairs as VOC's val split has, and how much of that is reading PNG files.
  private func evaluation() async throws {
    let ids = (0..<1449).map { dataset.samples[$0 % dataset.samples.count].id }
    let truthFolder = (dataset.samples[0].truthPath ?? "").split(separator: "/").dropLast()
    let path = (dataset.samples[0].truthPath?.hasPrefix("/") == true ? "/" : "")
    let truth = try LabelFolder(path: path + truthFolder.joined(separator: "/"))
    let evaluation = try Evaluation(
      predictions: labels, truth: truth, ids: ids, classes: dataset.classes)
    try await timed("evaluate 1449 pairs, \(jobs) jobs") {
      _ = try await evaluation.outcome(jobs: jobs)
    }
    try await timed("… of which reading the label files") {
      _ = try await inParallel(ids, jobs: jobs) { id in
        try truth.labels(for: id).width + labels.labels(for: id).width
      }
    }
  }

  private func timed(_ name: String, _ body: () async throws -> Void) async throws {
    let start = ContinuousClock.now
    try await body()
    let elapsed = (ContinuousClock.now - start).components
    report(name, seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18, per: "run")
  }
}
