/// A folder of activation maps, `ID.npy` or `ID.npz` each, as the scripts of IRN, CLIP-ES, SEAM and PSA
/// write them.
public struct CAMFolder: Sendable, Hashable {
  public let path: String

  /// Of one file, unpacked; three maps of eleven million pixels.
  static let maximumBytes = 1 << 27

  /// Throws: `DatasetError.missingFolder`.
  public init(path: String) throws(DatasetError) {
    guard Folder.exists(path) else {
      throw .missingFolder(path: path, purpose: "a folder of activation maps, ID.npy each,")
    }
    self.path = path
  }

  /// The maps of image `id`, which has `width`×`height` pixels, clipped to 0 … 1.
  ///
  /// Maps at the image's size are preferred to IRN's at a quarter of it. Class 0 of a file is class 1
  /// here.
  ///
  /// Throws: `CAMError`.
  public func maps(
    for id: ImageID, width: Int, height: Int, classes: ClassNames
  ) throws(CAMError) -> ActivationMaps {
    let dictionary = try CAMDictionary(path: try file(of: id), maximumBytes: Self.maximumBytes)
    return try dictionary.maps(width: width, height: height, classes: classes)
  }

  /// The ids of all images that have maps here, ascending.
  ///
  /// Throws: `DatasetError.unreadableFolder`, `.invalidID`.
  public func ids() throws(DatasetError) -> [ImageID] {
    var ids: Set<ImageID> = []
    for name in try Folder.names(in: path) where name.hasSuffix(".npy") || name.hasSuffix(".npz") {
      do throws(ImageIDError) {
        ids.insert(try ImageID(name.dropLast(4)))
      } catch {
        throw .invalidID(path: path, line: nil, text: name, reason: error)
      }
    }
    return ids.sorted()
  }

  private func file(of id: ImageID) throws(CAMError) -> String {
    let files = ["\(path)/\(id).npy", "\(path)/\(id).npz"].filter(isFile)
    guard files.count < 2 else { throw .ambiguous(folder: path, id: id) }
    guard let file = files.first else { throw .missing(folder: path, id: id) }
    return file
  }
}
