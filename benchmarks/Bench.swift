import Experiments
import Foundation
import Vision

/// Times what Sepal spends its time on, one thread unless it says otherwise, and prints a table.
/// Times are medians; nothing here passes or fails.
@main
struct Bench {
  static func main() async throws {
    Heap.keepFreedMemory()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "backbone" {
      guard let timing = try BackboneTiming(Array(arguments.dropFirst())) else {
        print("sepal-bench backbone NETWORK FILE SIDE THREADS ROUNDS PASSES")
        exit(64)
      }
      timing.run()
      return
    }
    let data = ProcessInfo.processInfo.environment["SEPAL_DATA"] ?? "../shared/data"
    guard FileManager.default.fileExists(atPath: "\(data)/voc2012/JPEGImages/.") else {
      print("sepal-bench: no images in \(data)/voc2012; set SEPAL_DATA to the folder of test data")
      exit(66)
    }
    let dataset = try VOCDevkit.open(path: "\(data)/voc2012", split: "train")
    let labels = try LabelFolder(path: "\(data)/transcam")
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("\(NumericKernels.instructionSet) kernels, \(cores) cores\n")
    let images = try Workload(dataset, labels, count: 40)
    try ImageBenchmarks(images).run()
    try MergeBenchmarks(images).run()
    try CRFBenchmarks(images).run()
    try await SweepBenchmarks(dataset, labels).run()
    try SAMBenchmarks(images.items[1].image)?.run()
  }
}

/// Some images with all that the benchmarks need, read once.
struct Workload {
  struct Item {
    let id: String
    let jpeg: [UInt8]
    let image: RGBImage
    let truth: LabelMap
    let pseudo: LabelMap
    let masks: MaskSet
  }

  let items: [Item]

  init(_ dataset: Dataset, _ labels: LabelFolder, count: Int) throws {
    items = try dataset.samples.prefix(count).map { sample in
      let loaded = try dataset.load(sample)
      guard let truth = loaded.truth else { throw MissingTruth(id: "\(sample.id)") }
      return Item(
        id: sample.id.name, jpeg: try FileBytes.read(sample.imagePath), image: loaded.image,
        truth: truth, pseudo: try labels.labels(for: sample.id),
        masks: RegionTreeGenerator(.init()).masks(for: loaded.image))
    }
  }
}

/// Prints and returns the median time of `body` over `units` of work in some runs, after one that is
/// not counted.
@discardableResult
func measure(
  _ name: String, per unit: String, units: Int, runs: Int = 5, _ body: () throws -> Void
) rethrows -> Double {
  var times: [Double] = []
  try body()
  for _ in 0..<runs {
    let start = ContinuousClock.now
    try body()
    let elapsed = (ContinuousClock.now - start).components
    times.append(Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }
  let median = times.sorted()[runs / 2] / Double(units)
  report(name, seconds: median, per: unit)
  return median
}

/// Prints one line of the table.
func report(_ name: String, seconds: Double, per unit: String) {
  let time =
    seconds < 1e-3
    ? String(format: "%9.1f µs", seconds * 1e6)
    : seconds < 1 ? String(format: "%9.2f ms", seconds * 1e3) : String(format: "%9.2f s ", seconds)
  print("\(name.padding(toLength: 52, withPad: " ", startingAt: 0))\(time) per \(unit)")
}
