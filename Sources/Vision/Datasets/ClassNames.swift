/// The names of a data set's classes by index; 0 is background.
public struct ClassNames: Sendable, Hashable {
  public let names: [String]

  /// Number of classes, background included.
  public var count: Int { names.count }

  public subscript(index: Int) -> String { names[index] }

  /// The index of `name`, nil where it is no class.
  public func index(of name: some StringProtocol) -> Int? {
    names.firstIndex { $0 == name }
  }

  /// Throws: `DatasetError.invalidClasses` for fewer than 2 or more than 255 names (255 is void),
  /// and for a name that is empty or occurs twice. `path` stands in the error.
  public init(_ names: [String], path: String = "classes") throws(DatasetError) {
    guard (2...255).contains(names.count) else {
      throw .invalidClasses(
        path: path, reason: "\(names.count) names, where 2 to 255 with background first can be used"
      )
    }
    for (index, name) in names.enumerated() {
      guard !name.isEmpty else { throw .invalidClasses(path: path, reason: "an empty name") }
      guard !names[..<index].contains(name) else {
        throw .invalidClasses(path: path, reason: "“\(name)” occurs twice")
      }
    }
    self.names = names
  }

  /// Reads one name a line, background first.
  ///
  /// Throws: `DatasetError`, as the initialiser does, or for a file that cannot be read.
  public static func read(path: String) throws(DatasetError) -> ClassNames {
    let lines = try TextLines.read(path, maximumBytes: 1 << 20)
    return try ClassNames(lines.map { String($0.text) }, path: path)
  }

  init(unchecked names: [String]) { self.names = names }

  /// Every label that is not void, by its number: for label maps whose classes nobody named.
  public static let unnamed = ClassNames(unchecked: (0..<255).map { "\($0)" })

  /// The 20 classes of PASCAL VOC after background, in the order of its devkit.
  public static let voc = ClassNames(unchecked: [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa",
    "train", "tvmonitor",
  ])

  /// The 80 classes of COCO after background, in the order of their category ids.
  public static let coco = ClassNames(unchecked: [
    "background", "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck",
    "boat", "traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat",
    "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella",
    "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite",
    "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange",
    "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant",
    "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone",
    "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors",
    "teddy bear", "hair drier", "toothbrush",
  ])
}
