/// The sizes of SAM's image encoder.
public enum ViTSize: String, Sendable, Hashable, CaseIterable {
  case base = "B"
  case large = "L"
  case huge = "H"

  /// Number of blocks.
  var depth: Int {
    switch self {
    case .base: 12
    case .large: 24
    case .huge: 32
    }
  }

  /// Channels of a token.
  var width: Int {
    switch self {
    case .base: 768
    case .large: 1024
    case .huge: 1280
    }
  }
}

/// Which model a checkpoint's tensors are, by their names and shapes.
public enum SAMCheckpointKind: Sendable, Hashable {
  case sam(ViTSize)
  /// MobileSAM's TinyViT with SAM's prompt encoder and mask decoder.
  case mobileSAM
  /// The neck, prompt encoder and mask decoder of sam-nano; its backbone is a file of its own.
  case samNano
  /// SAM's prompt encoder and mask decoder alone.
  case promptEncoderAndDecoder
  /// A model that is none of SAM's, or a variant of SAM that is not run here.
  case foreign(ForeignModel)
  case unknown

  /// Whether the tensors are those of a model, or of parts of one, that is run here.
  public var isOfSAM: Bool {
    switch self {
    case .sam, .mobileSAM, .samNano, .promptEncoderAndDecoder: true
    case .foreign, .unknown: false
    }
  }

  public init(of file: CheckpointFile) {
    self.init(tensors: file.tensors, naming: WeightNaming(recognising: file.tensors.map(\.name)))
  }

  init(tensors: [StoredTensor], naming: WeightNaming) {
    let shapes = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.shape) })
    func shape(_ name: String) -> [Int]? {
      naming.names(for: name).lazy.compactMap { shapes[$0] }.first
    }
    if let model = ForeignModel.allCases.first(where: { $0.matches(shapes) }) {
      self = .foreign(model)
      return
    }
    let hasDecoder = shape("mask_decoder.output_upscaling.0.weight") != nil
    if let shape = shape("image_encoder.patch_embed.proj.weight") {
      self = Self.vit(width: shape.first ?? 0, isWhole: hasDecoder) { block in
        naming.names(for: "image_encoder.blocks.\(block).norm1.weight").contains {
          shapes[$0] != nil
        }
      }
    } else if !hasDecoder {
      self = .unknown
    } else if shape("image_encoder.patch_embed.seq.0.c.weight") != nil {
      self = .mobileSAM
    } else if shape("image_encoder.neck.lateral8.weight") != nil {
      self = .samNano
    } else {
      let isAlone = !shapes.keys.contains { $0.contains("image_encoder.") }
      self = isAlone ? .promptEncoderAndDecoder : .unknown
    }
  }

  /// The kind of a checkpoint whose encoder is a ViT of so many channels.
  private static func vit(
    width: Int, isWhole: Bool, hasBlock: (Int) -> Bool
  ) -> SAMCheckpointKind {
    let size = ViTSize.allCases.first {
      $0.width == width && hasBlock($0.depth - 1) && !hasBlock($0.depth)
    }
    guard let size else { return isWhole ? .foreign(.slimSAM) : .unknown }
    return isWhole ? .sam(size) : .unknown
  }
}

extension SAMCheckpointKind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .sam(let size): "SAM ViT-\(size.rawValue)"
    case .mobileSAM: "MobileSAM"
    case .samNano: "sam-nano without its backbone"
    case .promptEncoderAndDecoder: "SAM's prompt encoder and mask decoder"
    case .foreign(let model): model.rawValue
    case .unknown: "no model known here"
    }
  }
}
