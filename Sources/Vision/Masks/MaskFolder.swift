/// A folder of masks, per image id either a folder `ID/` of 0/255 PNG files, as SAM's `amg.py`
/// writes it, or one file `ID.json` of COCO run lengths, as `amg.py --convert-to-rle` and SA-1B have
/// it. See `PNGFolder` and `MaskRecords` for the two forms.
public struct MaskFolder: Sendable {
  /// How much is read for one image before it is refused.
  public struct Limits: Sendable, Hashable {
    public var maximumMasks = 10_000
    /// Of each file.
    public var maximumBytes = 256 << 20
    public init() {}
  }

  public enum Form: String, Sendable, CaseIterable {
    case png, json
  }

  public let path: String
  public var limits: Limits

  public init(path: String, limits: Limits = Limits()) {
    (self.path, self.limits) = (path, limits)
  }

  /// The masks of image `id`, which has `width`×`height` pixels, in the generator's order.
  ///
  /// An image for which the generator found no mask has an empty folder or list, and an empty set.
  ///
  /// Throws: `MaskFileError` when the image has no masks here, or both forms; when a file is
  /// damaged or exceeds `limits`; and when a mask has another size than the image.
  public func masks(id: String, width: Int, height: Int) throws(MaskFileError) -> MaskSet {
    switch try form(of: id) {
    case .png:
      return try PNGFolder(path: folder(of: id), limits: limits).read(width: width, height: height)
    case .json:
      let file = jsonFile(of: id)
      return try MaskRecords.decode(
        try readBounded(file, maximum: limits.maximumBytes), path: file, width: width,
        height: height, maximumMasks: limits.maximumMasks)
    }
  }

  /// Which form the masks of image `id` have.
  ///
  /// Throws: `MaskFileError.missing`, `.ambiguous`, or `.badIdentifier` for an id that would leave
  /// the folder.
  public func form(of id: String) throws(MaskFileError) -> Form {
    try check(id)
    switch (has(id, as: .png), has(id, as: .json)) {
    case (true, false): return .png
    case (false, true): return .json
    case (true, true): throw .ambiguous(folder: path, id: id)
    case (false, false): throw .missing(folder: path, id: id)
    }
  }

  /// Whether there are masks of image `id` in that form.
  public func has(_ id: String, as form: Form) -> Bool {
    switch form {
    case .png: isFolder(folder(of: id))
    case .json: isFile(jsonFile(of: id))
    }
  }

  /// The ids of the images that have masks here, ascending. Hidden files are left out.
  ///
  /// Throws: `MaskFileError.unreadable`.
  public func identifiers() throws(MaskFileError) -> [String] {
    var ids: Set<String> = []
    for name in try listFolder(path) where !name.hasPrefix(".") {
      let file = path + "/" + name
      if isFolder(file) {
        ids.insert(name)
      } else if name.hasSuffix(".json") {
        ids.insert(String(name.dropLast(5)))
      }
    }
    return ids.sorted()
  }

  func folder(of id: String) -> String { path + "/" + id }
  func jsonFile(of id: String) -> String { path + "/" + id + ".json" }

  func check(_ id: String) throws(MaskFileError) {
    let isName = !id.isEmpty && id != "." && id != ".." && !id.utf8.contains { $0 == 0 || $0 == 47 }
    guard isName else { throw .badIdentifier(id) }
  }
}
