/// A label map on disk: a palette or grey PNG whose samples are class indices.
public enum LabelFile {
  /// Throws: `ImageFileError`, `.foreign` for a file that is no PNG.
  public static func read(
    path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> LabelMap {
    let bytes = try FileBytes.read(path, maximumBytes: 1 << 29)
    guard !bytes.isEmpty else { throw .truncated(path: path) }
    return try PNGCodec.decode(bytes, path: path, limits: limits).labels(path: path)
  }
}

/// A folder of label maps, `ID.png` each: pseudo labels, predictions, ground truth.
public struct LabelFolder: Sendable, Hashable {
  public let path: String

  /// Throws: `DatasetError.missingFolder`.
  public init(path: String) throws(DatasetError) {
    guard Folder.exists(path) else {
      throw .missingFolder(path: path, purpose: "a folder of label maps, ID.png each,")
    }
    self.path = path
  }

  public func path(of id: ImageID) -> String { "\(path)/\(id).png" }

  /// Throws: `ImageFileError`, `.missing` where the folder has no map of `id`.
  public func labels(for id: ImageID) throws(ImageFileError) -> LabelMap {
    try LabelFile.read(path: path(of: id))
  }

  /// The labels of an image of `width`×`height` pixels, with every label a class or void.
  ///
  /// Throws: `SampleError` with the id.
  public func labels(
    for id: ImageID, width: Int, height: Int, classes: ClassNames
  ) throws(SampleError) -> LabelMap {
    let labels: LabelMap
    do throws(ImageFileError) {
      labels = try self.labels(for: id)
    } catch {
      throw SampleError(id: id, problem: .labels(error))
    }
    try SampleError.check(labels, of: id, width: width, height: height, classes: classes)
    return labels
  }

  /// The ids of all label maps in the folder, ascending.
  ///
  /// Throws: `DatasetError.unreadableFolder`.
  public func ids() throws(DatasetError) -> [ImageID] {
    var ids: [ImageID] = []
    for name in try Folder.names(in: path) where name.hasSuffix(".png") {
      do throws(ImageIDError) {
        ids.append(try ImageID(name.dropLast(4)))
      } catch {
        throw .invalidID(path: path, line: nil, text: name, reason: error)
      }
    }
    return ids.sorted()
  }
}
