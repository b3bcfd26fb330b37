/// The sizes of a Segment Anything Model. A variant is a value of this type.
///
/// Source: Kirillov et al. 2023 (arXiv 2304.02643); `build_sam.py` of segment-anything 1.0.
public struct SAMConfiguration: Sendable, Hashable {
  /// The name by which commands and reports call it, as `--model-type` does: `vit_b`.
  public var name: String
  /// The frame that an image is fitted into, and how its colours are normalised.
  public var format = FrameFormat.sam
  /// Pixels of the frame for each entry of the embedding, along one side.
  public var stride = 16
  public var encoder: Encoder
  public var decoder = MaskDecoderConfiguration()

  public enum Encoder: Sendable, Hashable {
    case vit(ViTConfiguration)
    case tinyViT(TinyViTConfiguration)
    /// Its three last maps, joined by sam-nano's neck.
    case efficientNetLite0
  }

  public init(name: String, encoder: Encoder) { (self.name, self.encoder) = (name, encoder) }

  /// Pixels of the square frame along one side. The colours' normalisation stays when it is set.
  public var frameSide: Int {
    get { format.side }
    set { format = FrameFormat(side: newValue, mean: format.mean, deviation: format.deviation) }
  }

  /// Entries of the embedding along one side: 64 for SAM.
  public var grid: Int { frameSide / stride }
}

/// Sizes of the prompt encoder and the mask decoder.
public struct MaskDecoderConfiguration: Sendable, Hashable {
  /// Channels of the image embedding and of every token.
  public var channels = 256
  /// Two-way attention blocks before the last attention.
  public var blocks = 2
  public var heads = 8
  /// Hidden width of the tokens' MLP in each block.
  public var mlpWidth = 2048
  /// What the channels are divided by in attention between tokens and image.
  public var attentionReduction = 2
  /// Masks for one prompt: the single one, then whole, part and subpart.
  public var maskTokens = 4
  /// Hidden width of the MLP that predicts IoUs.
  public var iouHeadWidth = 256
  /// Channels in the encoder of mask prompts.
  public var maskPromptChannels = 16
  /// Whether bf16, where it is asked for, is also that of attention between tokens and image. On a
  /// small embedding it saves little of a picture's time, and masks move more.
  public var roundsAttention = true

  public init() {}
}

/// Sizes of a plain vision transformer with window attention.
public struct ViTConfiguration: Sendable, Hashable {
  public var depth: Int
  public var width: Int
  public var heads: Int
  /// Blocks whose attention sees the whole image; the others see a window.
  public var globalBlocks: [Int]
  /// Side of a window in tokens.
  public var window = 14
  /// Hidden width of an MLP over the width of the block.
  public var mlpRatio = 4

  public init(depth: Int, width: Int, heads: Int, globalBlocks: [Int]) {
    (self.depth, self.width, self.heads) = (depth, width, heads)
    self.globalBlocks = globalBlocks
  }
}

/// Sizes of MobileSAM's encoder: a stage of convolutions, then stages of window attention.
///
/// Source: Wu et al. 2022 (arXiv 2207.10666), as MobileSAM (arXiv 2306.14289) uses it.
public struct TinyViTConfiguration: Sendable, Hashable {
  /// Channels of each stage; the first is of convolutions.
  public var widths = [64, 128, 160, 320]
  public var depths = [2, 2, 6, 2]
  public var heads = [2, 4, 5, 10]
  /// Side of the windows of each stage in tokens; the first is not used.
  public var windows = [7, 7, 14, 7]
  public var mlpRatio = 4
  /// What the first stage's convolutions widen their channels by.
  public var expansion = 4

  public init() {}
}

extension SAMConfiguration {
  public static let vitB = SAMConfiguration(
    name: "vit_b",
    encoder: .vit(
      ViTConfiguration(depth: 12, width: 768, heads: 12, globalBlocks: [2, 5, 8, 11])))
  public static let vitL = SAMConfiguration(
    name: "vit_l",
    encoder: .vit(
      ViTConfiguration(depth: 24, width: 1024, heads: 16, globalBlocks: [5, 11, 17, 23])))
  public static let vitH = SAMConfiguration(
    name: "vit_h",
    encoder: .vit(
      ViTConfiguration(depth: 32, width: 1280, heads: 16, globalBlocks: [7, 15, 23, 31])))
  /// MobileSAM.
  public static let vitT = SAMConfiguration(
    name: "vit_t", encoder: .tinyViT(TinyViTConfiguration()))

  /// The small model that comes with Sepal, trained for it: SAM's prompt encoder and mask decoder
  /// behind another encoder. Its backbone's weights are a file of their own.
  public static let nano: SAMConfiguration = {
    var model = SAMConfiguration(name: "sam-nano", encoder: .efficientNetLite0)
    model.format = .nano
    // Rounded, small masks' areas move by up to 3 %; it would save 8 % of a picture's time.
    model.decoder.roundsAttention = false
    return model
  }()

  /// The variants that there are weights of; the first three have the names that the reference's
  /// `--model-type` takes.
  public static let published = [vitB, vitL, vitH, vitT, nano]
}
