/// Names of SAM's tensors in the transformers package, from those in segment-anything.
///
/// Source: transformers 4, models/sam/modeling_sam.py, for what its modules are called.
enum HuggingFaceNames {
  /// More than one for what that package holds twice.
  static func names(for name: String) -> [String] {
    let parts = name.split(separator: ".").map(String.init)
    switch parts.first {
    case "image_encoder": return [joined("vision_encoder", imageEncoder(parts.dropFirst()))]
    case "prompt_encoder" where parts.count == 1: return [name, "shared_image_embedding"]
    case "prompt_encoder" where parts[1] == "pe_layer":
      let rest = parts.dropFirst(2).map { _ in "positional_embedding" }
      return ["shared_image_embedding", "prompt_encoder.shared_embedding"].map { joined($0, rest) }
    case "prompt_encoder": return [joined("prompt_encoder", promptEncoder(parts.dropFirst()))]
    case "mask_decoder": return [joined("mask_decoder", maskDecoder(parts.dropFirst()))]
    default: return [name]
    }
  }

  private static func joined(_ first: String, _ rest: some Sequence<String>) -> String {
    ([first] + rest).joined(separator: ".")
  }

  private static func imageEncoder(_ parts: ArraySlice<String>) -> [String] {
    if parts.first == "neck" {
      return renamed(parts, ["conv1", "layer_norm1", "conv2", "layer_norm2"])
    }
    let isPatch = parts.first == "patch_embed"
    return parts.map { part in
      switch part {
      case "blocks": "layers"
      case "proj" where isPatch: "projection"
      default: norm(part)
      }
    }
  }

  private static func promptEncoder(_ parts: ArraySlice<String>) -> [String] {
    switch parts.first {
    case "point_embeddings": ["point_embed"] + parts.dropFirst()
    case "mask_downscaling":
      ["mask_embed"]
        + renamed(parts, ["conv1", "layer_norm1", nil, "conv2", "layer_norm2", nil, "conv3"])
        .dropFirst()
    default: Array(parts)
    }
  }

  private static func maskDecoder(_ parts: ArraySlice<String>) -> [String] {
    switch parts.first {
    case "output_upscaling":
      // These three stand beside the decoder's other modules.
      let names = renamed(
        parts, ["upscale_conv1", "upscale_layer_norm", nil, "upscale_conv2"])
      return Array(names.dropFirst())
    case "output_hypernetworks_mlps", "iou_prediction_head":
      return perceptron(parts)
    default: return parts.map(norm)
    }
  }

  /// `[module, index, …]` with the name that stands for the index.
  private static func renamed(_ parts: ArraySlice<String>, _ names: [String?]) -> [String] {
    var parts = Array(parts)
    if parts.count > 1, let index = Int(parts[1]), names.indices.contains(index),
      let name = names[index]
    {
      parts[1] = name
    }
    return parts
  }

  /// A perceptron's three layers, of which that package names the first and last.
  private static func perceptron(_ parts: ArraySlice<String>) -> [String] {
    guard let axis = parts.firstIndex(of: "layers"), axis + 1 < parts.endIndex else {
      return Array(parts)
    }
    let layer =
      switch parts[axis + 1] {
      case "0": ["proj_in"]
      case "1": ["layers", "0"]
      case "2": ["proj_out"]
      default: ["layers", parts[axis + 1]]
      }
    return parts[..<axis] + layer + parts[(axis + 2)...]
  }

  private static func norm(_ part: String) -> String {
    part.hasPrefix("norm") ? "layer_\(part)" : part
  }
}
