/// The PNG form of one image's masks: `0.png`, `1.png`, …, `10.png`, white in the mask, and
/// optionally `metadata.csv` with what the generator knew of each.
struct PNGFolder {
  var path: String
  var limits: MaskFolder.Limits

  /// The masks in numerical order of the files' names.
  ///
  /// A pixel is in the mask where it is white, as in the SEPL authors' code (`== 255`).
  func read(width: Int, height: Int) throws(MaskFileError) -> MaskSet {
    let names = try listFolder(path)
    let files = Self.maskFiles(names)
    guard files.count <= limits.maximumMasks else {
      throw .tooManyMasks(path: path, maximum: limits.maximumMasks)
    }
    var metadata: MaskMetadata?
    if names.contains(MaskMetadata.fileName) {
      let table = path + "/" + MaskMetadata.fileName
      metadata = try MaskMetadata(
        readBounded(table, maximum: limits.maximumBytes), path: table, width: width, height: height)
    }
    var set = MaskSet(width: width, height: height, candidates: [])
    set.candidates.reserveCapacity(files.count)
    for (record, file) in files.enumerated() {
      let mask = try readMask(file.name, record: record, width: width, height: height)
      var candidate = MaskCandidate(mask: RunLengthMask(mask))
      if let number = file.number { metadata?.annotate(&candidate, number: number) }
      set.candidates.append(candidate)
    }
    return set
  }

  /// The mask files among `names`, in order: those named by a number, by that number. Others lie
  /// beside them in some folders (`0matting.png`) and are no masks; only where no name is a number
  /// are all PNG files masks, ordered by name.
  static func maskFiles(_ names: [String]) -> [(name: String, number: Int?)] {
    let files = names.filter { $0.hasSuffix(".png") && !$0.hasPrefix(".") }.sorted()
      .map { name -> (name: String, number: Int?) in
        let stem = name.dropLast(4)
        return (name, stem.utf8.allSatisfy { (48...57).contains($0) } ? Int(stem) : nil)
      }
    let numbered = files.filter { $0.number != nil }
    guard !numbered.isEmpty else { return files }
    return numbered.sorted { ($0.number ?? 0, $0.name) < ($1.number ?? 0, $1.name) }
  }

  private func readMask(
    _ name: String, record: Int, width: Int, height: Int
  ) throws(MaskFileError) -> BinaryMask {
    let file = path + "/" + name
    let bytes = try readBounded(file, maximum: limits.maximumBytes)
    let mask: BinaryMask
    do throws(ImageFileError) {
      mask = try PNGCodec.decodeMask(bytes, path: file)
    } catch {
      throw .image(error)
    }
    guard (mask.width, mask.height) == (width, height) else {
      throw .badMask(
        path: file, record: record,
        .sizeDiffers(found: "\(mask.width)×\(mask.height)", expected: "\(width)×\(height)"))
    }
    return mask
  }
}
