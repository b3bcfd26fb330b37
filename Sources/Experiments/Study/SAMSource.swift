public import Vision

/// SAM's automatic mask generator with given weights, as a source of masks.
public struct SAMSource: Sendable, Hashable {
  public let configuration: SAMConfiguration
  /// The weights' path. Results depend on what the file holds, not on where it lies.
  public let checkpoint: String
  public let precision: Precision
  public let settings: MaskGeneratorSettings
  /// What an answer of the network must pass to be kept.
  public let floor: MaskCandidates.Floor

  /// `floor` is lowered to what `settings` select, should that be less.
  public init(
    _ configuration: SAMConfiguration, checkpoint: String, precision: Precision = .f32,
    settings: MaskGeneratorSettings = .reference, floor: MaskCandidates.Floor = .permissive
  ) {
    self.configuration = configuration
    self.checkpoint = checkpoint
    self.precision = precision
    self.settings = settings
    self.floor = floor.lowered(to: .init(for: settings.selection))
  }

  /// The same network and answers, of which others are chosen. What is above the floor costs no
  /// network: see `Bench.candidates(from:)`.
  public func selecting(_ selection: MaskSelection) -> SAMSource {
    SAMSource(
      configuration, checkpoint: checkpoint, precision: precision,
      settings: .init(sampling: settings.sampling, selection: selection), floor: floor)
  }

  /// Pictures that may be in hand at once. Beside the weights, which are shared, each takes 0.12 GB
  /// with a ViT-B, and more with a wider encoder.
  public static let mostAtOnce = 8

  /// As tables show it: `sam (ViT-B)`, with whatever is not usual: `sam (ViT-B, fma, bf16)`.
  public var name: String {
    var words = [configuration.title]
    if settings != .reference {
      words.append(
        MaskGeneratorSettings.presets.first { $0.settings == settings }?.name ?? "own settings")
    }
    if precision != .f32 { words.append(precision.rawValue) }
    return "sam (\(words.joined(separator: ", ")))"
  }
}

extension SAMConfiguration {
  /// As papers call it: `ViT-B`.
  public var title: String {
    switch self {
    case .vitB: "ViT-B"
    case .vitL: "ViT-L"
    case .vitH: "ViT-H"
    case .vitT: "MobileSAM"
    default: name
    }
  }
}

extension MaskCandidates.Floor {
  /// Well below the lowest thresholds that were published (0.86 and 0.92), so that sweeps around them
  /// ask no network; what is still less sure of itself would only fill the cache.
  public static let permissive = MaskCandidates.Floor(predictedIoU: 0.7, stability: 0.7)

  /// The lower of the two in either respect.
  func lowered(to other: MaskCandidates.Floor) -> MaskCandidates.Floor {
    var floor = self
    floor.predictedIoU = predictedIoU.flatMap { a in other.predictedIoU.map { min(a, $0) } }
    floor.stability = min(stability, other.stability)
    return floor
  }
}
