/// One class index per pixel, row-major. 0 is background, `LabelMap.void` marks pixels that no
/// score counts.
public struct LabelMap: Sendable, Equatable {
  /// The label of pixels without a class: 255 in PASCAL VOC.
  public static let void: UInt8 = 255

  public let width: Int
  public let height: Int
  public var labels: [UInt8]

  /// Takes `labels` as they are; their number must be `width * height`.
  public init(width: Int, height: Int, labels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && labels.count == width * height,
      "LabelMap: \(labels.count) labels for \(width)×\(height)")
    self.width = width
    self.height = height
    self.labels = labels
  }

  public init(width: Int, height: Int, filledWith label: UInt8 = 0) {
    self.init(
      width: width, height: height, labels: [UInt8](repeating: label, count: width * height))
  }

  public subscript(x: Int, y: Int) -> UInt8 {
    get { labels[y * width + x] }
    set { labels[y * width + x] = newValue }
  }

  /// Number of pixels of each label; 256 entries.
  public var histogram: [Int] { LabelCounts.histogram(labels) }

  /// The labels that occur, ascending, void and background included.
  public var presentLabels: [UInt8] {
    let counts = histogram
    return (0...255).filter { counts[Int($0)] > 0 }.map { UInt8($0) }
  }
}
