/// The embedded data set: scenes drawn on this machine, with exact labels, in the layout of PASCAL
/// VOC. Not photographs; every name of it says that it is synthetic.
public enum SceneDataset {
  /// Changes with every change of a pixel of any scene or label.
  public static let version = 1

  /// When this version was made, in seconds since 1970: the time of every file it writes.
  static let versionTime = 1_795_305_600

  /// Background, and ten classes in alphabetical order.
  public static let classes = ClassNames(
    unchecked: ["background"] + SceneClass.allCases.map(\.name))

  /// "scene_0001" for index 0.
  public static func id(of index: Int) -> String {
    let digits = String(index + 1)
    return "scene_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The images of `split` (train, val or trainval) of a folder that `write` has filled.
  ///
  /// Throws: `DatasetError`, as `VOCDevkit.open`.
  public static func open(_ folder: String, split: String) throws(DatasetError) -> Dataset {
    var dataset = try VOCDevkit.open(path: folder, split: split)
    dataset.name = "scenes (synthetic)"
    dataset.classes = classes
    return dataset
  }
}

extension LabelMap {
  /// These labels with void wherever a pixel and one of its eight neighbours belong to different
  /// instances or to an instance and background: a band two pixels wide, half on each side, as
  /// VOC's annotators leave one along every contour.
  package func voidingContours(of instances: LabelMap) -> LabelMap {
    precondition(
      width == instances.width && height == instances.height,
      "LabelMap.voidingContours: \(width)×\(height) and \(instances.width)×\(instances.height)")
    var labels = self
    for y in 0..<height {
      for x in 0..<width {
        let own = instances[x, y]
        let isContour = (max(0, y - 1)...min(height - 1, y + 1)).contains { row in
          (max(0, x - 1)...min(width - 1, x + 1)).contains { instances[$0, row] != own }
        }
        if isContour { labels[x, y] = LabelMap.void }
      }
    }
    return labels
  }
}
