import TestSupport
import Vision

/// A backbone of seeded numbers, and small pictures whose class is their colour.
enum SeededClassifier {
  static func checkpoint(in folder: TemporaryFolder) throws -> CheckpointFile {
    var tensors = SeededEfficientNet().tensors
    tensors.make("_conv_head.weight", -0.1...0.1, [EfficientNetTail.headChannels, 320, 1, 1])
    tensors.make("_bn1.weight", 0.5...2, [EfficientNetTail.headChannels])
    tensors.make("_bn1.bias", -1...3, [EfficientNetTail.headChannels])
    tensors.make("_bn1.running_mean", -0.5...0.5, [EfficientNetTail.headChannels])
    tensors.make("_bn1.running_var", 0.5...2, [EfficientNetTail.headChannels])
    return try tensors.weights(in: folder).file
  }

  static func backbone() throws -> ClassifierBackbone {
    let folder = try TemporaryFolder()
    return try ClassifierBackbone(checkpoint(in: folder))
  }

  /// A field of noise with a reddish disc in it for class 1, a bluish one for class 2.
  static func image(_ index: Int, classes: [Int]) -> RGBImage {
    let (width, height) = (41 + index % 3, 37)
    var random = SplitMix64(seed: UInt64(index))
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        var colour = (0..<3).map { _ in 90 + random.index(below: 60) }
        for label in classes {
          let (dx, dy) = (x - (label == 1 ? 10 : 30), y - 18)
          if dx * dx + dy * dy < 64 { colour[label == 1 ? 0 : 2] = 250 }
        }
        pixels += colour.map { UInt8($0) }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  static let labels = [[1], [2], [1, 2], [1], [2], [1]]

  static func images() throws -> [LabelledImage] {
    try labels.enumerated().map {
      LabelledImage(id: try ImageID("image\($0.offset)"), classes: $0.element)
    }
  }

  /// The pixels of one of `images`.
  @Sendable static func pixels(_ id: ImageID) -> RGBImage {
    let index = Int(id.name.dropFirst(5)) ?? 0
    return image(index, classes: labels[index])
  }
}
