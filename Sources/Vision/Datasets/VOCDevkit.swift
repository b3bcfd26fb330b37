/// PASCAL VOC as its devkit lays it out.
public enum VOCDevkit {
  /// Which folder the ground truth is read from.
  public enum Truth: String, Sendable, CaseIterable {
    case segmentationClass = "SegmentationClass"
    /// The labels of SBD added to VOC's own, as the field trains with.
    case segmentationClassAug = "SegmentationClassAug"
  }

  /// The images of `split` under `path`: a folder that holds JPEGImages, or one of the folders
  /// above it down to `VOCdevkit/VOC2012`. Photographs are `ID.jpg`, or `ID.png` where there is
  /// no JPEG. A folder without `truth` is a data set without ground truth.
  ///
  /// - Parameter list: a file of ids to use in place of `ImageSets/Segmentation/SPLIT.txt`.
  ///
  /// Throws: `DatasetError` with what was looked for.
  public static func open(
    path: String, split: String = "train", truth: Truth = .segmentationClass, list: String? = nil
  ) throws(DatasetError) -> Dataset {
    let root = try root(of: path)
    let listPath = if let list { list } else { try self.list(of: split, under: root) }
    let ids = try SplitList.read(path: listPath)
    let truthFolder = "\(root)/\(truth.rawValue)"
    let hasTruth = Folder.exists(truthFolder)
    if truth == .segmentationClassAug && !hasTruth {
      throw .missingFolder(path: truthFolder, purpose: "the augmented ground truth, ID.png each,")
    }
    let photographs = Set(try Folder.names(in: "\(root)/JPEGImages"))
    let samples = ids.ids.map { id in
      let name =
        photographs.contains("\(id).png") && !photographs.contains("\(id).jpg")
        ? "\(id).png" : "\(id).jpg"
      return Dataset.Sample(
        id: id, imagePath: "\(root)/JPEGImages/\(name)",
        truthPath: hasTruth ? "\(truthFolder)/\(id).png" : nil)
    }
    return Dataset(
      name: name(of: root), classes: .voc, split: split, samples: samples,
      duplicates: ids.duplicates)
  }

  /// The folder that holds JPEGImages.
  ///
  /// Throws: `DatasetError.missingFolder`.
  public static func root(of path: String) throws(DatasetError) -> String {
    let nested = ["", "/VOC2012", "/VOC2007", "/VOCdevkit/VOC2012", "/VOCdevkit/VOC2007"]
    for folder in nested where Folder.exists("\(path)\(folder)/JPEGImages") {
      return path + folder
    }
    throw .missingFolder(
      path: "\(path)/JPEGImages",
      purpose: "the photographs of PASCAL VOC (or VOCdevkit/VOC2012/JPEGImages below \(path))")
  }

  /// The last part of the path: results must not tell where a data set is.
  private static func name(of root: String) -> String {
    switch root.split(separator: "/").last {
    case "VOC2012", "voc2012": "PASCAL VOC 2012"
    case "VOC2007", "voc2007": "PASCAL VOC 2007"
    case let folder?: String(folder)
    case nil: "PASCAL VOC"
    }
  }

  private static func list(
    of split: String, under root: String
  ) throws(DatasetError) -> String {
    let folder = "\(root)/ImageSets/Segmentation"
    let path = "\(folder)/\(split).txt"
    guard Folder.exists(folder) else {
      throw .missingFolder(path: folder, purpose: "the split lists of PASCAL VOC")
    }
    let lists = try Folder.names(in: folder).filter { $0.hasSuffix(".txt") }
    guard lists.contains("\(split).txt") else {
      throw .missingSplit(path: path, split: split, available: lists.map { String($0.dropLast(4)) })
    }
    return path
  }
}
