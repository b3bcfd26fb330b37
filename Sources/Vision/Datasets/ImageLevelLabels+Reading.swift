extension ImageLevelLabels {
  /// Reads the labels at `path` in whichever form it has: `cls_labels.npy`, a CSV file, or a folder
  /// with VOC's `ID.xml` of each image of `ids`.
  ///
  /// Throws: `DatasetError`, as the form's own reader does.
  public static func read(
    path: String, classes: ClassNames, ids: [ImageID]
  ) throws(DatasetError) -> ImageLevelLabels {
    if Folder.exists(path) {
      return try readVOC(annotations: path, ids: ids, classes: classes)
    }
    return path.hasSuffix(".npy")
      ? try readNumPy(path: path, classes: classes) : try readCSV(path: path, classes: classes)
  }

  /// The labels that lie with a data set in `folder`: `image-labels.csv`, `cls_labels.npy` or
  /// `Annotations/`, in this order; nil where there are none of these.
  ///
  /// Throws: `DatasetError`, as `read`.
  public static func found(
    in folder: String, classes: ClassNames, ids: [ImageID]
  ) throws(DatasetError) -> ImageLevelLabels? {
    let names = try Folder.names(in: folder)
    for name in ["image-labels.csv", "cls_labels.npy", "Annotations"] where names.contains(name) {
      return try read(path: "\(folder)/\(name)", classes: classes, ids: ids)
    }
    return nil
  }
}
