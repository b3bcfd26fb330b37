/// Models whose checkpoints are met where SAM's are looked for, told by names of their tensors.
public enum ForeignModel: String, Sendable, Hashable, CaseIterable {
  case sam2 = "SAM 2"
  case hqSAM = "HQ-SAM"
  case efficientSAM = "EfficientSAM"
  case slimSAM = "a SAM with another width or depth (SlimSAM?)"
  case efficientNetLite0 = "EfficientNet-Lite0"
  case efficientNet = "an EfficientNet"
  case resNet18 = "ResNet-18"
  case resNet34 = "ResNet-34"
  case resNet50 = "ResNet-50"
  case resNet101 = "ResNet-101"
  case resNet152 = "ResNet-152"
  case deepLab = "a DeepLab of torchvision"
  case visionTransformer = "a vision transformer without SAM's decoder"
  case dinoV2 = "DINOv2"
  case clip = "CLIP"
  case yolo = "a YOLO (FastSAM?)"

  /// Whether tensors of these names and shapes are this model's.
  func matches(_ shapes: [String: [Int]]) -> Bool {
    func has(_ names: String...) -> Bool { names.contains { shapes[$0] != nil } }
    switch self {
    case .sam2:
      return has(
        "image_encoder.trunk.patch_embed.proj.weight", "memory_encoder.out_proj.weight",
        "vision_encoder.backbone.patch_embed.projection.weight")
    case .hqSAM: return has("mask_decoder.hf_token.weight", "mask_decoder.hq_token.weight")
    case .efficientSAM: return has("mask_decoder.final_output_upscaling_layers.0.0.weight")
    // Known by what it lacks: see `SAMCheckpointKind`.
    case .slimSAM: return false
    case .efficientNetLite0:
      return has("_conv_stem.weight") && !has("_blocks.0._se_reduce.weight")
        && shapes["_blocks.15._project_conv.weight"]?.first == 320
        && !has("_blocks.16._project_conv.weight")
    case .efficientNet:
      return has("_conv_stem.weight", "conv_stem.weight", "features.1.0.block.0.0.weight")
    case .resNet18: return isResNet(shapes, blocks: 2, isBottleneck: false)
    case .resNet34: return isResNet(shapes, blocks: 6, isBottleneck: false)
    case .resNet50: return isResNet(shapes, blocks: 6, isBottleneck: true)
    case .resNet101: return isResNet(shapes, blocks: 23, isBottleneck: true)
    case .resNet152: return isResNet(shapes, blocks: 36, isBottleneck: true)
    case .deepLab: return has("backbone.conv1.weight") && has("classifier.4.weight")
    case .visionTransformer:
      return has("cls_token") && has("blocks.0.attn.qkv.weight") && !has("mask_token")
    case .dinoV2: return has("cls_token") && has("blocks.0.ls1.gamma", "mask_token")
    case .clip: return has("logit_scale") && has("visual.proj", "visual_projection.weight")
    case .yolo: return has("model.0.conv.weight", "model.model.0.conv.weight")
    }
  }

  /// A torchvision ResNet, told by the number of blocks in its third layer.
  private func isResNet(_ shapes: [String: [Int]], blocks: Int, isBottleneck: Bool) -> Bool {
    shapes["conv1.weight"] == [64, 3, 7, 7]
      && shapes["layer3.\(blocks - 1).conv1.weight"] != nil
      && shapes["layer3.\(blocks).conv1.weight"] == nil
      && (shapes["layer1.0.conv3.weight"] != nil) == isBottleneck
  }
}
