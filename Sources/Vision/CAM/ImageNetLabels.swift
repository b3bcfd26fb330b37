import Foundation

/// Which of VOC's classes a photograph shows, as EfficientNet-Lite0 sees it that was trained on ImageNet:
/// an image-level label where nobody gave one.
public struct ImageNetLabels: Sendable {
  private let classifier: ImageNetClassifier

  /// A class must have so much of ImageNet's probability.
  public static let leastProbability: Float = 0.1
  /// The shorter side that photographs are seen at, in pixels.
  public static let side = 256

  /// Throws: `CheckpointError` for a file of another network.
  public init(_ file: CheckpointFile) throws(CheckpointError) {
    classifier = try ImageNetClassifier(efficientNetLite0: WeightReader(file).scope())
  }

  /// VOC's classes, from 1, whose classes of ImageNet (`ImageNetClassesOfVOC`) have `leastProbability`
  /// between them, ascending; often none.
  public func classes(of image: RGBImage, workers: Workers) -> [(index: Int, probability: Float)] {
    let scale = Double(Self.side) / Double(min(image.width, image.height))
    let seen = image.resized(
      width: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
    let map = classifier.map(of: classifier.normalisation(seen), workers: workers)
    let logits = classifier.logits(of: map)
    let largest = logits.max() ?? 0
    let terms = logits.map { exp($0 - largest) }
    let sum = terms.reduce(0, +)
    return (1...20).compactMap { index in
      let share = ImageNetClassesOfVOC.classes(of: index).reduce(0) { $0 + terms[$1] } / sum
      return share >= Self.leastProbability ? (index, share) : nil
    }
  }
}
