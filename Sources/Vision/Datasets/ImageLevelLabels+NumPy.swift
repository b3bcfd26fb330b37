extension ImageLevelLabels {
  /// Reads `cls_labels.npy` as IRN, SEAM and their successors keep it: a pickled dictionary from
  /// image to a vector with a number for each class after background, 0 where it is absent.
  ///
  /// Keys are ids, or the integers that IRN makes of them.
  ///
  /// Throws: `DatasetError.array` for a file that is damaged or asks for more than NumPy's own
  /// names, `.malformed` for another content.
  public static func readNumPy(
    path: String, classes: ClassNames
  ) throws(DatasetError) -> ImageLevelLabels {
    let content: NPYContent
    do throws(NPYError) {
      content = try NPYFile.read(path: path, maximumBytes: 256 << 20)
    } catch {
      throw .array(error)
    }
    guard case .objects(let shape, let elements) = content, shape.isEmpty,
      let entries = elements.first?.entries
    else { throw .malformed(path: path, line: nil, reason: "no dictionary from image to classes") }
    var labels: [ImageID: [Int]] = [:]
    for entry in entries {
      let id = try id(of: entry.key, path: path)
      guard case .object(.array(let vector)) = entry.value, vector.count == classes.count - 1 else {
        throw .malformed(
          path: path, line: nil,
          reason: "image \(id) has no vector of \(classes.count - 1) classes")
      }
      let values = vector.doubles
      labels[id] = values.indices.filter { values[$0] != 0 }.map { $0 + 1 }
    }
    return ImageLevelLabels(provenance: .clsLabels, classes: labels)
  }

  private static func id(
    of key: PickleValue<NPYObject>, path: String
  ) throws(DatasetError) -> ImageID {
    let name =
      if let number = key.integer { ImageID.name(ofKey: number) } else { key.text ?? key.kind }
    do throws(ImageIDError) {
      return try ImageID(name)
    } catch {
      throw .invalidID(path: path, line: nil, text: String(name.prefix(80)), reason: error)
    }
  }
}

extension ImageID {
  /// The id that IRN's `int_filename` stands for: ten digits are VOC's year and number, fewer are
  /// COCO's twelve with leading zeros.
  static func name(ofKey key: Int) -> String {
    let digits = String(key)
    if digits.count == 10 { return "\(digits.prefix(4))_\(digits.dropFirst(4))" }
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }
}
