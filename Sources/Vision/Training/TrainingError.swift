/// Why a training cannot begin, or stopped.
public enum TrainingError: Error, Equatable, Sendable {
  /// A loss or a gradient was NaN or infinite. Epoch and step count from 1; `images` are those of the
  /// step, and where there are none the parameters themselves had grown beyond bounds.
  case notFinite(loss: Double, epoch: Int, step: Int, rate: Float, images: [ImageID])
  /// No image shows these classes, so that nothing can be learnt about them.
  case classesWithoutImages([String])
  /// Images of which no label says what they show; at most ten are named.
  case imagesWithoutLabels([ImageID], count: Int)
  /// A checkpoint of a training with other settings, or of something else.
  case otherCheckpoint(path: String, expected: String, found: String)
}

extension TrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notFinite(let loss, let epoch, let step, let rate, let images):
      "the loss became \(loss) or its gradient infinite in epoch \(epoch), step \(step), at a rate "
        + "of \(rate)\(Self.list(images, before: ", images ")); the checkpoint of epoch "
        + "\(epoch - 1) is good; train with a smaller rate or look at these images"
    case .classesWithoutImages(let names):
      "no image of the training set shows \(names.joined(separator: ", ")); leave these classes out "
        + "or add images of them"
    case .imagesWithoutLabels(let images, let count):
      "\(count) images have no label but background\(Self.list(images, before: ": "))"
        + "\(count > images.count ? " and \(count - images.count) more" : "")"
        + "; leave them out or label them"
    case .otherCheckpoint(let path, let expected, let found):
      "\(path): “\(found)” where “\(expected)” is expected; name another file, or train anew"
    }
  }

  private static func list(_ images: [ImageID], before: String) -> String {
    images.isEmpty ? "" : before + images.map(\.name).joined(separator: ", ")
  }
}
