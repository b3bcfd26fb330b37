public import Vision

/// SAM's automatic mask generator with given weights, as a source of masks.
public struct SAMSource: Sendable, Hashable {
  public let configuration: SAMConfiguration
  /// The weights' path. Results depend on what the file holds, not on where it lies.
  public let checkpoint: String
  /// The path of the backbone's weights where they are a file of their own, as sam-nano's are.
  public let backbone: String?
  public let precision: Precision
  public let settings: MaskGeneratorSettings
  /// What an answer of the network must pass to be kept.
  public let floor: MaskCandidates.Floor

  /// `settings` and `floor` are the model's usual ones unless given; `floor` is lowered to what
  /// `settings` select, should that be less.
  public init(
    _ configuration: SAMConfiguration, checkpoint: String, backbone: String? = nil,
    precision: Precision = .f32, settings: MaskGeneratorSettings? = nil,
    floor: MaskCandidates.Floor? = nil
  ) {
    self.configuration = configuration
    self.checkpoint = checkpoint
    self.backbone = backbone
    self.precision = precision
    self.settings = settings ?? configuration.usualSettings
    self.floor = (floor ?? configuration.usualFloor).lowered(
      to: .init(for: self.settings.selection))
  }

  /// sam-nano, with the weights that come with the package or those at `checkpoint`, and with its
  /// backbone from this machine's folder of weights.
  ///
  /// Throws: `WeightsError`.
  public static func nano(
    checkpoint: String? = nil, precision: Precision = .f32,
    settings: MaskGeneratorSettings? = nil, environment: [String: String]
  ) throws(WeightsError) -> SAMSource {
    let folder = WeightsFolder(environment: environment)
    let checkpoint =
      if let checkpoint { checkpoint } else { try folder.path(of: .samNano) }
    return SAMSource(
      .nano, checkpoint: checkpoint, backbone: try folder.path(of: .efficientNetLite0),
      precision: precision, settings: settings)
  }

  /// The same network and answers, of which others are chosen. What is above the floor costs no
  /// network: see `Bench.candidates(from:)`.
  public func selecting(_ selection: MaskSelection) -> SAMSource {
    SAMSource(
      configuration, checkpoint: checkpoint, backbone: backbone, precision: precision,
      settings: .init(sampling: settings.sampling, selection: selection), floor: floor)
  }

  /// Pictures that may be in hand at once. Beside the weights, which are shared, each takes 0.12 GB
  /// with a ViT-B, and more with a wider encoder.
  public static let mostAtOnce = 8

  /// As sentences call the network: `SAM`, or `sam-nano`, which is none of Meta's.
  public var network: String { configuration == .nano ? configuration.name : "SAM" }

  /// As tables show it: `sam (ViT-B)` or `sam-nano`, with whatever is not usual: `sam (ViT-B, fma,
  /// bf16)`.
  public var name: String {
    var words = configuration == .nano ? [] : [configuration.title]
    if settings != configuration.usualSettings {
      words.append(
        MaskGeneratorSettings.presets.first { $0.settings == settings }?.name ?? "own settings")
    }
    if precision != .f32 { words.append(precision.rawValue) }
    let network = network.lowercased()
    return words.isEmpty ? network : "\(network) (\(words.joined(separator: ", ")))"
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

  /// How the model is asked for masks unless one says otherwise.
  public var usualSettings: MaskGeneratorSettings { self == .nano ? .nano : .reference }

  /// What an answer of the model must usually pass to be kept.
  var usualFloor: MaskCandidates.Floor { self == .nano ? .permissiveForNano : .permissive }
}

extension MaskCandidates.Floor {
  /// Well below the lowest thresholds that were published (0.86 and 0.92), so that sweeps around them
  /// ask no network; what is still less sure of itself would only fill the cache.
  public static let permissive = MaskCandidates.Floor(predictedIoU: 0.7, stability: 0.7)

  /// The same for sam-nano, whose predictions are lower: below this its masks are more often wrong
  /// than right.
  public static let permissiveForNano = MaskCandidates.Floor(predictedIoU: 0.5, stability: 0.8)

  /// The lower of the two in either respect.
  func lowered(to other: MaskCandidates.Floor) -> MaskCandidates.Floor {
    var floor = self
    floor.predictedIoU = predictedIoU.flatMap { a in other.predictedIoU.map { min(a, $0) } }
    floor.stability = min(stability, other.stability)
    return floor
  }
}
