import Foundation

extension MaskFolder {
  /// Writes the masks of image `id` as `amg.py` does: a folder `ID/` with `metadata.csv`, or
  /// `ID.json`. What was there in the same form is replaced as a whole.
  ///
  /// The bounding box is the reference's: its width and height are differences of the first and
  /// last pixel, one less than the pixels covered. What is unknown is an empty field or a missing
  /// key. The level (whole, part, subpart), which `amg.py` does not write, is a further key of the
  /// JSON and has no place in the table.
  ///
  /// Throws: `MaskFileError.unwritable`, or `.badIdentifier` for an id that would leave the folder.
  public func write(_ set: MaskSet, id: String, form: Form) throws(MaskFileError) {
    try check(id)
    try makeFolder(path)
    switch form {
    case .json: try writeAtomically(set.amgJSON, to: jsonFile(of: id))
    case .png: try writePNGs(set, id: id)
    }
  }

  private func writePNGs(_ set: MaskSet, id: String) throws(MaskFileError) {
    // Filled under another name and then moved: a run cut short leaves no folder that looks whole.
    let (unfinished, folder) = (path + "/." + id + ".unfinished", folder(of: id))
    try remove(unfinished)
    try makeFolder(unfinished)
    for (index, candidate) in set.candidates.enumerated() {
      let png = PNGCodec.encodeMask(BinaryMask(candidate.mask))
      try writeAtomically(png, to: "\(unfinished)/\(index).png")
    }
    try writeAtomically(set.amgTable, to: unfinished + "/" + MaskMetadata.fileName)
    try remove(folder)
    do {
      try FileManager.default.moveItem(atPath: unfinished, toPath: folder)
    } catch {
      throw .unwritable(path: folder, reason: reason(error))
    }
  }
}

private func makeFolder(_ path: String) throws(MaskFileError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw .unwritable(path: path, reason: reason(error))
  }
}

private func remove(_ path: String) throws(MaskFileError) {
  guard FileManager.default.fileExists(atPath: path) else { return }
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    throw .unwritable(path: path, reason: reason(error))
  }
}
