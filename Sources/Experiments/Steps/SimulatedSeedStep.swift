public import Vision

/// Pseudo labels drawn from the truth of one image with errors of a chosen amount.
struct SimulatedSeedStep: Step {
  let seeds: SimulatedSeeds

  var name: String { "simulated-seeds" }
  var version: Int { 1 }
  var parameters: [Parameter] {
    [
      Parameter("false-negative rate", seeds.falseNegativeRate),
      Parameter("false-positive rate", seeds.falsePositiveRate),
      Parameter("seed", seeds.seed),
    ]
  }

  func inputs(at bench: Bench) throws -> [StepInput] { [try bench.truthInput()] }

  func output(at bench: Bench) throws -> StoredLabels {
    StoredLabels(seeds.labels(truth: try bench.truth(), id: "\(bench.sample.id)"))
  }
}

/// A label map as runs of equal labels.
struct StoredLabels: Storable {
  let map: LabelMap

  init(_ map: LabelMap) { self.map = map }

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(map.width)
    writer.write(map.height)
    var start = 0
    while start < map.labels.count {
      let label = map.labels[start]
      let end = map.labels[start...].firstIndex { $0 != label } ?? map.labels.count
      writer.write(Int(label))
      writer.write(end - start)
      start = end
    }
    return writer.bytes
  }

  init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    guard let width = reader.read(upTo: 1 << 20), let height = reader.read(upTo: 1 << 20),
      width > 0, height > 0, width * height <= ImageLimits().maximumPixels
    else { throw StoredFormatError("label map") }
    var labels: [UInt8] = []
    labels.reserveCapacity(width * height)
    while !reader.isAtEnd {
      guard let label = reader.read(upTo: 255),
        let run = reader.read(upTo: width * height - labels.count)
      else { throw StoredFormatError("label map") }
      labels.append(contentsOf: repeatElement(UInt8(label), count: run))
    }
    guard labels.count == width * height else { throw StoredFormatError("label map") }
    map = LabelMap(width: width, height: height, labels: labels)
  }
}

extension Bench {
  /// The pseudo label that `source` has for this image, checked against the photograph's size and
  /// the data set's classes.
  public func seed(_ source: SeedSource) throws -> LabelMap {
    switch source.origin {
    case .simulated(let seeds): return try output(of: SimulatedSeedStep(seeds: seeds)).map
    case .folder(let folder):
      let (width, height) = try size()
      return try folder.labels(for: sample.id, width: width, height: height, classes: classes)
    }
  }

  /// What the pseudo label of `source` contributes to a key.
  public func seedInput(_ source: SeedSource) throws -> StepInput {
    switch source.origin {
    case .simulated(let seeds):
      StepInput("seed", try key(of: SimulatedSeedStep(seeds: seeds)))
    case .folder(let folder):
      StepInput("seed", try digest(ofFile: folder.path(of: sample.id)))
    }
  }
}
