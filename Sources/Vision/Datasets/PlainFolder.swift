/// Photographs in a folder, with label maps of the same names in another.
public enum PlainFolder {
  /// Every photograph in `images` by ascending id, or those that `list` names in its order. A
  /// photograph without a label map in `truth` is reported when it is loaded.
  ///
  /// - Parameter truth: a folder of label maps, `ID.png` each; nil for no ground truth.
  ///
  /// Throws: `DatasetError.missingFolder`, `.noImages`, `.ambiguousID`, and those of `SplitList`.
  public static func open(
    images: String, truth: String? = nil, classes: ClassNames = .voc, list: String? = nil
  ) throws(DatasetError) -> Dataset {
    guard Folder.exists(images) else {
      throw .missingFolder(path: images, purpose: "a folder of photographs")
    }
    let truth = try truth.map { path throws(DatasetError) in try LabelFolder(path: path) }
    let files = try photographs(in: images)
    let chosen = try list.map { path throws(DatasetError) in try SplitList.read(path: path) }
    let samples = (chosen?.ids ?? files.keys.sorted()).map { id in
      Dataset.Sample(
        id: id, imagePath: "\(images)/\(files[id] ?? "\(id).jpg")", truthPath: truth?.path(of: id))
    }
    return Dataset(
      name: images.split(separator: "/").last.map(String.init) ?? "images", classes: classes,
      split: list == nil ? "all" : "list", samples: samples,
      duplicates: chosen?.duplicates ?? [])
  }

  /// The plain data set in one folder: photographs in `images/`, label maps in `labels/` if there
  /// is that folder, class names in `classes.txt` if there is that file (VOC's otherwise).
  ///
  /// Throws: as `open(images:truth:classes:list:)`, and those of `ClassNames`.
  public static func open(_ folder: String, list: String? = nil) throws(DatasetError) -> Dataset {
    let names = try Folder.names(in: folder)
    var dataset = try open(
      images: "\(folder)/images", truth: names.contains("labels") ? "\(folder)/labels" : nil,
      classes: names.contains("classes.txt") ? .read(path: "\(folder)/classes.txt") : .voc,
      list: list)
    dataset.name = folder.split(separator: "/").last.map(String.init) ?? "images"
    return dataset
  }

  private static func photographs(in folder: String) throws(DatasetError) -> [ImageID: String] {
    var files: [ImageID: String] = [:]
    for name in try Folder.names(in: folder) {
      guard let dot = name.lastIndex(of: "."),
        ImageFile.photographExtensions.contains(name[name.index(after: dot)...].lowercased())
      else { continue }
      let id: ImageID
      do throws(ImageIDError) {
        id = try ImageID(name[..<dot])
      } catch {
        throw .invalidID(path: folder, line: nil, text: name, reason: error)
      }
      if let other = files[id] {
        throw .ambiguousID(path: folder, id: id, files: [other, name])
      }
      files[id] = name
    }
    guard !files.isEmpty else { throw .noImages(path: folder) }
    return files
  }
}
