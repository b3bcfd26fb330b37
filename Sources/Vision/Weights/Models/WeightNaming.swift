/// How a file names SAM's tensors. Models ask by the names of the segment-anything package.
public enum WeightNaming: Sendable, Hashable {
  /// As the segment-anything package does. A prefix comes before every name in a file of a larger
  /// or a parallel model, such as `module.`.
  case segmentAnything(prefix: String)
  /// As `SamModel` of the transformers package does, with a prefix likewise.
  case huggingFace(prefix: String)
  /// A dictionary for the prompt encoder and one for the mask decoder, as the PyPI package
  /// segment-everything 0.3 has them, its spelling included.
  case promptEncoderAndDecoder

  /// The naming of `names`, `segmentAnything` without a prefix where none is recognised.
  public init(recognising names: some Collection<String>) {
    let isParts = { (name: String) in
      name == "PromtEncoder.no_mask_embed.weight" || name == "MaskDecoder.iou_token.weight"
    }
    if names.contains(where: isParts) {
      self = .promptEncoderAndDecoder
      return
    }
    for (mark, isHuggingFace) in Self.marks {
      guard let name = names.first(where: { $0 == mark || $0.hasSuffix(".\(mark)") }) else {
        continue
      }
      let prefix = String(name.dropLast(mark.count))
      self = isHuggingFace ? .huggingFace(prefix: prefix) : .segmentAnything(prefix: prefix)
      return
    }
    self = .segmentAnything(prefix: "")
  }

  /// Names that only one naming has, in the order in which they decide.
  private static let marks: [(name: String, isHuggingFace: Bool)] = [
    ("mask_decoder.upscale_conv1.weight", true),
    ("vision_encoder.patch_embed.projection.weight", true),
    ("mask_decoder.output_upscaling.0.weight", false),
    ("image_encoder.patch_embed.proj.weight", false),
    ("image_encoder.patch_embed.seq.0.c.weight", false),
  ]

  /// What the file may call the tensor, or the module, that segment-anything calls `name`: more than
  /// one where a file may hold the same under two names.
  public func names(for name: String) -> [String] {
    switch self {
    case .segmentAnything(let prefix): return [prefix + name]
    case .huggingFace(let prefix):
      return HuggingFaceNames.names(for: name).map { prefix + $0 }
    case .promptEncoderAndDecoder:
      for (module, part) in [("prompt_encoder", "PromtEncoder"), ("mask_decoder", "MaskDecoder")]
      where name == module || name.hasPrefix("\(module).") {
        return [part + name.dropFirst(module.count)]
      }
      return [name]
    }
  }
}

extension WeightNaming: CustomStringConvertible {
  public var description: String {
    switch self {
    case .segmentAnything(""): "segment-anything"
    case .segmentAnything(let prefix): "segment-anything, after \(prefix)"
    case .huggingFace(""): "transformers"
    case .huggingFace(let prefix): "transformers, after \(prefix)"
    case .promptEncoderAndDecoder: "segment-everything"
    }
  }
}
