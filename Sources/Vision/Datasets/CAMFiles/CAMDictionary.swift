/// Activation maps as others' scripts keep them, not yet compared with an image.
///
/// Source: IRN, `step/make_cam.py`: `keys`, `cam` at a quarter of the size and `high_res`; CLIP-ES,
/// `generate_cams_voc12.py`, with `attn_highres`; SEAM and PSA, `infer_SEAM.py`: a map for each class.
/// Classes are counted from 0, without background.
struct CAMDictionary {
  /// A class and its plane of an array.
  struct Plane {
    let key: Int
    /// What the array is called in the file.
    let name: String
    let array: NPYArray
    /// Which of the array's planes; nil where the array is the plane.
    let index: Int?
  }

  let path: String
  let planes: [Plane]

  /// The arrays of maps in IRN's dictionary and those like it, the best first.
  private static let stackNames = ["high_res", "attn_highres", "cam"]

  /// Throws: `CAMError`.
  init(path: String, maximumBytes: Int) throws(CAMError) {
    let values: [(key: String, value: PickleValue<NPYObject>)]
    do throws(NPYError) {
      values =
        path.hasSuffix(".npz")
        ? try Self.archived(path, maximumBytes) : try Self.pickled(path, maximumBytes)
    } catch {
      throw .array(error)
    }
    self.path = path
    planes =
      if values.contains(where: { $0.key == "keys" }) {
        try Self.stacked(values, path: path)
      } else {
        try Self.single(values, path: path)
      }
  }

  private static func pickled(
    _ path: String, _ maximumBytes: Int
  ) throws(NPYError) -> [(key: String, value: PickleValue<NPYObject>)] {
    let content = try NPYFile.read(
      path: path, maximumBytes: maximumBytes, unpickler: NPYObject.unpicklerWithTensors)
    return try entries(of: content, path: path)
  }

  private static func archived(
    _ path: String, _ maximumBytes: Int
  ) throws(NPYError) -> [(key: String, value: PickleValue<NPYObject>)] {
    let file = try NPZFile(path: path, maximumBytes: maximumBytes)
    // A dictionary that was handed to `savez` as a whole.
    if file.names == ["arr_0"],
      let content = try file.content("arr_0", unpickler: NPYObject.unpicklerWithTensors)
    {
      return try entries(of: content, path: path)
    }
    var values: [(key: String, value: PickleValue<NPYObject>)] = []
    for name in file.names {
      guard case .array(let array) = try file.content(name) else {
        throw .unsupported(path: path, detail: "the array \(name) of objects")
      }
      values.append((name, .object(.array(array))))
    }
    return values
  }

  /// Throws: `NPYError.corrupt` for another content than a dictionary.
  private static func entries(
    of content: NPYContent, path: String
  ) throws(NPYError) -> [(key: String, value: PickleValue<NPYObject>)] {
    guard case .objects(let shape, let elements) = content, shape.isEmpty,
      let entries = elements.first?.entries
    else { throw .unsupported(path: path, detail: "anything but a dictionary of activation maps") }
    return entries.map { entry in
      let number =
        if case .object(.array(let array)) = entry.key, let index = array.classIndices?.first {
          index
        } else { entry.key.integer }
      return (number.map { "\($0)" } ?? entry.key.text ?? entry.key.kind, entry.value)
    }
  }

  /// Class indices beside arrays `[classes, rows, columns]`.
  private static func stacked(
    _ values: [(key: String, value: PickleValue<NPYObject>)], path: String
  ) throws(CAMError) -> [Plane] {
    let found = Dictionary(values.map { ($0.key, $0.value) }) { _, last in last }
    guard let name = stackNames.first(where: { found[$0] != nil }), let maps = found[name],
      let list = found["keys"]
    else { throw .foreignKeys(path: path, found: values.prefix(10).map(\.key)) }
    guard case .object(.array(let numbers)) = list, numbers.shape.count == 1,
      let keys = numbers.classIndices
    else {
      throw .foreignValue(
        path: path, key: "keys", found: list.shapeText, expected: "a list of class indices")
    }
    guard case .object(.array(let stack)) = maps, stack.shape.count == 3,
      stack.shape[0] == keys.count
    else {
      throw .foreignValue(
        path: path, key: name, found: maps.shapeText,
        expected: "an array of \(keys.count) maps, as there are keys,")
    }
    return keys.enumerated().map { Plane(key: $1, name: name, array: stack, index: $0) }
  }

  /// An array `[rows, columns]` for each class.
  private static func single(
    _ values: [(key: String, value: PickleValue<NPYObject>)], path: String
  ) throws(CAMError) -> [Plane] {
    var planes: [Plane] = []
    for (name, value) in values {
      guard let key = Int(name) else {
        throw .foreignKeys(path: path, found: values.prefix(10).map(\.key))
      }
      guard case .object(.array(let map)) = value, map.shape.count == 2 else {
        throw .foreignValue(
          path: path, key: name, found: value.shapeText, expected: "a map of rows and columns")
      }
      planes.append(Plane(key: key, name: name, array: map, index: nil))
    }
    return planes
  }
}

extension NPYArray {
  /// The elements where they are whole numbers by type, nil where not.
  fileprivate var classIndices: [Int]? {
    switch scalar {
    case .bool, .float16, .float32, .float64: nil
    default: doubles.map { Int(exactly: $0) ?? .max }
    }
  }
}

extension PickleValue where Object == NPYObject {
  /// What it is, with its type and shape where it is an array.
  fileprivate var shapeText: String {
    guard case .object(.array(let array)) = self else { return kind }
    return "an array of \(array.scalar) of shape \(array.shape)"
  }
}
