import Vision

/// Activation maps on disk, as IRN writes them, or pseudo labels made from them.
public struct ActivationExport: Sendable {
  public let maps: ActivationSource
  public let output: String
  /// Seeds beside the maps, with background below this activation; nil for none.
  public let background: Float?
  /// What is written in place of maps; nil for maps.
  public let labels: ActivationSeeds?

  public init(
    maps: ActivationSource, output: String, background: Float? = nil,
    labels: ActivationSeeds? = nil
  ) {
    (self.maps, self.output, self.background, self.labels) = (maps, output, background, labels)
  }

  /// Writes `ID.npy` (and `seeds/ID.png`) or `ID.png` for every image of the lab's study. An image
  /// that cannot be worked on is a problem of the outcome; the others are written.
  ///
  /// Throws: `Lab.Interrupted`; what making the maps throws; `ImageFileError.unwritable`, which no
  /// other image would mend. What is written stays.
  public func run(in lab: Lab) async throws -> Lab.Outcome<Void> {
    for folder in [output] + (background == nil ? [] : ["\(output)/seeds"]) {
      try FileBytes.makeFolder(folder)
    }
    try await lab.prepare(
      labels.map { [ActivationSeedStep(seeds: $0)] } ?? [ActivationStep(maps)])
    let outcome = try await lab.forEachImage(labels == nil ? "activation maps" : "labels") {
      bench in
      try write(at: bench)
    }
    lab.cache.synchronise()
    return outcome
  }

  private func write(at bench: Bench) throws {
    let id = bench.sample.id
    if let labels {
      return try write(
        bench.output(of: ActivationSeedStep(seeds: labels)).map, to: "\(output)/\(id).png")
    }
    let maps = try bench.activations(from: maps)
    try CAMFolder(path: output).write(maps, for: id)
    if let background {
      try write(
        maps.seeds(backgroundThreshold: background), to: "\(output)/seeds/\(id).png")
    }
  }

  private func write(_ labels: LabelMap, to path: String) throws {
    try FileBytes.write(PNGCodec.encodePalette(labels, palette: VOCPalette.bytes), to: path)
  }

  /// Writes what `source` has learnt, `classifier.safetensors`, once it is trained.
  public func writeClassifier(of source: ClassifierSource, in lab: Lab) throws {
    guard let step = source.step else { return }
    try FileBytes.write(lab.output(of: step).bytes, to: "\(output)/classifier.safetensors")
  }
}
