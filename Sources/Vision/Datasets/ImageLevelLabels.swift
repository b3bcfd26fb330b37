/// Which classes each image shows, without where: the supervision of weakly supervised
/// segmentation.
public struct ImageLevelLabels: Sendable, Equatable {
  /// Where the labels come from.
  public enum Provenance: String, Sendable, Codable, CaseIterable {
    case vocXML
    case clsLabels
    case csv
    /// Taken from segmentation ground truth, which knows more than an annotator was asked: a
    /// result from such labels says so.
    case groundTruth
  }

  public let provenance: Provenance
  private let classes: [ImageID: [Int]]

  /// Takes class indices from 1 on; each image's are sorted, and repetitions dropped.
  public init(provenance: Provenance, classes: [ImageID: [Int]]) {
    self.provenance = provenance
    self.classes = classes.mapValues { indices in
      precondition(
        indices.allSatisfy { (1..<255).contains($0) }, "ImageLevelLabels: class indices \(indices)")
      return Set(indices).sorted()
    }
  }

  /// The classes of an image, ascending, empty where it shows none; nil for an image that has no
  /// labels.
  public subscript(id: ImageID) -> [Int]? { classes[id] }

  /// The images that have labels, ascending.
  public var ids: [ImageID] { classes.keys.sorted() }
}

// MARK: From ground truth

extension ImageLevelLabels {
  /// The classes that `truth` shows, ascending, without background and void.
  public static func classes(in truth: LabelMap) -> [Int] {
    truth.presentLabels.filter { $0 != 0 && $0 != LabelMap.void }.map { Int($0) }
  }

  /// The classes in the ground truth of each sample that has one.
  ///
  /// Throws: `SampleError` for the first truth that cannot be used.
  public static func fromTruth(of dataset: Dataset) throws(SampleError) -> ImageLevelLabels {
    var classes: [ImageID: [Int]] = [:]
    for sample in dataset.samples {
      guard let truth = try dataset.loadTruth(sample) else { continue }
      classes[sample.id] = self.classes(in: truth)
    }
    return ImageLevelLabels(provenance: .groundTruth, classes: classes)
  }
}
