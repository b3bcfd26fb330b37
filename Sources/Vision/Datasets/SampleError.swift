/// What is wrong with one image or its labels, with the evidence.
public enum SampleProblem: Error, Equatable, Sendable {
  case image(ImageFileError)
  case labels(ImageFileError)
  /// Sizes in pixels, width × height.
  case sizeDiffers(labels: String, image: String)
  /// The first pixel of a label that is neither a class nor void, and how many pixels have such.
  case classOutOfRange(label: UInt8, x: Int, y: Int, pixels: Int, classes: Int)
}

/// A sample that cannot be used; the others can.
public struct SampleError: Error, Equatable, Sendable {
  public var id: ImageID
  public var problem: SampleProblem

  public init(id: ImageID, problem: SampleProblem) { (self.id, self.problem) = (id, problem) }

  /// Throws: `.sizeDiffers` where `labels` are not `width`×`height`, then as `checkClasses`.
  public static func check(
    _ labels: LabelMap, of id: ImageID, width: Int, height: Int, classes: ClassNames
  ) throws(SampleError) {
    guard labels.width == width, labels.height == height else {
      throw SampleError(
        id: id,
        problem: .sizeDiffers(
          labels: "\(labels.width)×\(labels.height)", image: "\(width)×\(height)"))
    }
    try checkClasses(labels, of: id, classes: classes)
  }

  /// Throws: `.classOutOfRange` where a label is neither an index of `classes` nor void.
  public static func checkClasses(
    _ labels: LabelMap, of id: ImageID, classes: ClassNames
  ) throws(SampleError) {
    let histogram = labels.histogram
    let pixels = histogram[classes.count..<Int(LabelMap.void)].reduce(0, +)
    guard pixels > 0 else { return }
    let isForeign = { (label: UInt8) in label >= classes.count && label != LabelMap.void }
    guard let first = labels.labels.firstIndex(where: isForeign) else { return }
    throw SampleError(
      id: id,
      problem: .classOutOfRange(
        label: labels.labels[first], x: first % labels.width, y: first / labels.width,
        pixels: pixels, classes: classes.count))
  }
}

extension SampleError: CustomStringConvertible {
  public var description: String { "image \(id): \(problem)" }
}

extension SampleProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .image(let error), .labels(let error): "\(error)"
    case .sizeDiffers(let labels, let image):
      "the labels are \(labels) pixels where the image is \(image)"
    case .classOutOfRange(let label, let x, let y, let pixels, let classes):
      "label \(label) at (\(x), \(y)), where classes are 0 to \(classes - 1) and void is "
        + "\(LabelMap.void); \(pixels) pixels have such a label"
    }
  }
}
