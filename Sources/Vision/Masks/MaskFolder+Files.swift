extension MaskFolder {
  /// The paths of all files that `masks(id:width:height:)` reads, in a fixed order: what a digest of
  /// an image's masks must cover.
  ///
  /// Throws: `MaskFileError` as `form(of:)` does, or `.unreadable`.
  public func files(of id: String) throws(MaskFileError) -> [String] {
    switch try form(of: id) {
    case .json: return [jsonFile(of: id)]
    case .png:
      let folder = folder(of: id)
      let names = try listFolder(folder)
      let masks = PNGFolder.maskFiles(names).map(\.name)
      let table = names.contains(MaskMetadata.fileName) ? [MaskMetadata.fileName] : []
      return (masks + table).map { "\(folder)/\($0)" }
    }
  }
}
