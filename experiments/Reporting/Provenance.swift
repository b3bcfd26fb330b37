import Experiments
import Foundation
import Report
import Vision

/// Where a report comes from: command, code, data, machine. No user, host or absolute path.
struct Provenance {
  let invocation: String
  /// Digests of what went in.
  let inputs: [Fact]
  let software: [Fact]
  /// Seconds since 1970: SOURCE_DATE_EPOCH, else the newest input's time.
  let date: Int

  init(lab: Lab, invocation: String) throws {
    self.invocation = invocation
    let study = lab.study
    var inputs: [Fact] = []
    inputs.append(Fact("images", Self.digest(lab) { [try $0.photographInput().digest] }))
    inputs.append(
      Fact(
        "ground truth",
        Self.digest(lab) { bench in
          bench.sample.truthPath == nil ? [] : [try bench.truthInput().digest]
        }))
    for seed in study.seeds {
      inputs.append(
        Fact("labels \(seed.name)", Self.digest(lab) { [try $0.seedInput(seed).digest] }))
    }
    for masks in study.masks {
      inputs.append(
        Fact("masks \(masks.name)", Self.digest(lab) { [try $0.key(of: MaskStep(masks))] }))
      if let sam = masks.sam { inputs += try Self.facts(of: sam, lab.digests) }
    }
    self.inputs = inputs
    software =
      [Fact("sepal", Version.number), Fact("commit", Version.commit)]
      + (Embedded.patch.isEmpty ? [] : [Fact("digest of the changes", Embedded.patch)])
      + (LibraryVersions.vision + LibraryVersions.drawing).map { Fact($0.name, $0.version) }
      + [Fact("processor", Self.processor)]
    date = Self.date(of: study)
  }

  /// One digest over all images: of the parts' digests in the data set's order. Images that cannot
  /// be read are left out, as they are from every score.
  private static func digest(_ lab: Lab, of part: (Bench) throws -> [Digest]) -> String {
    var bytes: [UInt8] = []
    for sample in lab.study.samples {
      if case .success(let digests) = Result(catching: { try part(lab.bench(for: sample)) }) {
        bytes += digests.flatMap(\.bytes)
      }
    }
    return Digest(of: bytes).hexadecimal
  }

  /// Which weights made the masks, in which arithmetic, and how they were asked.
  private static func facts(of sam: SAMSource, _ digests: FileDigests) throws -> [Fact] {
    let hasLimit = sam.settings.selection.maximumAreaShare != nil
    let settings = sam.settings.named.filter { hasLimit || $0.name != "max-area-share" }
      // As they were given: some are f32, whose digits as a double say nothing.
      .map { "\($0.name) \(Int(exactly: $0.value).map { "\($0)" } ?? "\(Float($0.value))")" }
    let backbone =
      try sam.backbone.map { try Self.weights("backbone of \(sam.name)", $0, digests) } ?? []
    return try Self.weights("weights of \(sam.name)", sam.checkpoint, digests) + backbone + [
      Fact("arithmetic of \(sam.name)", sam.precision.rawValue),
      Fact("settings of \(sam.name)", settings.joined(separator: ", ")),
    ]
  }

  /// What the file at `path` holds, and its digest.
  private static func weights(
    _ name: String, _ path: String, _ digests: FileDigests
  ) throws -> [Fact] {
    let digest = try digests.digest(ofFile: path).hexadecimal
    let file = URL(filePath: path).lastPathComponent
    let kind = SAMCheckpointKind(of: try CheckpointFile(path: path))
    let published =
      PublishedCheckpoint(sha256: digest).map { "published as \($0.name), \($0.origin)" }
      ?? "not a published file"
    return [Fact(name, "\(file), \(kind), \(published)"), Fact("digest of \(file)", digest)]
  }

  private static func date(of study: Study) -> Int {
    if let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"], let date = Int(text) {
      return date
    }
    let times = study.samples.flatMap { [$0.imagePath, $0.truthPath].compactMap { $0 } }.map {
      path in Result { try FileDigests.modificationTime(ofFile: path) }
    }
    return times.compactMap { if case .success(let time) = $0 { time } else { nil } }.max() ?? 0
  }

  /// The processor's model and cores as the system names them.
  private static var processor: String {
    let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map {
      String(decoding: $0, as: UTF8.self)
    }
    let model = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return "\(model ?? "unknown"), \(ProcessInfo.processInfo.processorCount) cores"
  }

  var blocks: [Block] {
    [
      .paragraph("To make this report again, with the data at the same digests:"),
      .code(invocation, language: "sh"), .facts(inputs), .facts(software),
    ]
  }
}
