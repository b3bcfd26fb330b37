import Experiments
import Foundation
import Synchronization
import TestSupport
import Vision

/// A few small images with truth, pseudo labels and masks on disk, seeded.
struct StudyFixture {
  let folder: TemporaryFolder
  let classes = 6
  let ids: [String]
  let truths: [LabelMap]
  let seeds: [LabelMap]
  let masks: [[BinaryMask]]

  init(images: Int, seed: UInt64 = 1, form: MaskFolder.Form = .json) throws {
    folder = try TemporaryFolder()
    ids = (0..<images).map { "image-\($0)" }
    var generator = CaseGenerator(seed: seed)
    let sizes = [(7, 5), (31, 33), (64, 2), (13, 9)]
    var (truths, seeds, masks): ([LabelMap], [LabelMap], [[BinaryMask]]) = ([], [], [])
    for index in 0..<images {
      let (width, height) = sizes[index % sizes.count]
      truths.append(
        generator.labels(width: width, height: height, classes: 6, void: index % 3 == 0))
      seeds.append(
        generator.labels(width: width, height: height, classes: 6, void: index % 4 == 0))
      masks.append(generator.masks(width: width, height: height, atMost: 10))
    }
    (self.truths, self.seeds, self.masks) = (truths, seeds, masks)
    try write(form)
  }

  private func write(_ form: MaskFolder.Form) throws {
    let maskFolder = MaskFolder(path: path("masks"))
    for (index, id) in ids.enumerated() {
      let truth = truths[index]
      let pixels = (0..<truth.labels.count * 3).map { UInt8(truncatingIfNeeded: $0 * 5) }
      let image = RGBImage(width: truth.width, height: truth.height, pixels: pixels)
      try folder.write(PNGCodec.encodeRGB(image), "images/\(id).png")
      try folder.write(Self.png(truth), "truth/\(id).png")
      try folder.write(Self.png(seeds[index]), "seeds/\(id).png")
      let candidates = masks[index].map { MaskCandidate(mask: RunLengthMask($0)) }
      let set = MaskSet(width: truth.width, height: truth.height, candidates: candidates)
      try maskFolder.write(set, id: id, form: form)
    }
  }

  static func png(_ labels: LabelMap) -> [UInt8] {
    PNGCodec.encodePalette(labels, palette: VOCPalette.bytes)
  }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  var dataset: Dataset {
    get throws {
      Dataset(
        name: "fixture", classes: try ClassNames((0..<classes).map { "class-\($0)" }), split: "all",
        samples: try ids.map { id in
          .init(
            id: try ImageID(id), imagePath: path("images/\(id).png"),
            truthPath: path("truth/\(id).png"))
        })
    }
  }

  var seedSource: SeedSource { get throws { try .folder(name: "seeds", path: path("seeds")) } }
  var maskSource: MaskSource { .folder(name: "masks", path: path("masks")) }

  func lab(
    jobs: Int = 1, observer: any RunObserver = SilentObserver(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws -> Lab {
    let study = Study(
      dataset: try dataset, seeds: [try seedSource], masks: [maskSource], randomSeed: 3)
    return Lab(
      study: study, cache: try Cache(folder: path("cache")),
      digests: FileDigests(folder: path("cache")), jobs: jobs, observer: observer,
      isInterrupted: isInterrupted)
  }
}

/// Writes down what it hears.
final class Listener: RunObserver {
  struct Record: Sendable {
    var stages: [String] = []
    var advanced = 0
    var finished = 0
    var made: [(step: String, cost: ObjectNote.Cost)] = []
    var warnings: [String] = []
  }

  private let record = Mutex(Record())

  var heard: Record { record.withLock { $0 } }

  func began(stage: String, total: Int, unit: String) {
    record.withLock { $0.stages.append(stage) }
  }
  func advanced() { record.withLock { $0.advanced += 1 } }
  func finished() { record.withLock { $0.finished += 1 } }
  func made(step: String, cost: ObjectNote.Cost) {
    record.withLock { $0.made.append((step, cost)) }
  }
  func warn(_ message: String) { record.withLock { $0.warnings.append(message) } }
}

/// A number as a step's output.
struct Number: Storable, Equatable {
  let value: Int

  init(_ value: Int) { self.value = value }

  var stored: [UInt8] { Array("\(value)".utf8) }

  init(stored: [UInt8]) throws {
    guard let value = Int(String(decoding: stored, as: UTF8.self)) else {
      throw StoredFormatError("number")
    }
    self.value = value
  }
}

/// A step whose every part a test chooses.
struct SampleStep: Step {
  var name = "sample"
  var version = 1
  var parameters: [Parameter] = []
  var ingredients: [StepInput] = []
  var body: @Sendable (Bench) throws -> Number = { _ in Number(1) }

  func inputs(at bench: Bench) throws -> [StepInput] {
    ingredients + [StepInput("id", text: "\(bench.sample.id)")]
  }
  func output(at bench: Bench) throws -> Number { try body(bench) }
}
